import { codeAt, stepMs } from '../accounts/totp.ts'
import type { TestPerson } from './test-person.ts'

/** An app on somebody's phone that shows a code every 30 seconds. */
export class Authenticator {
  readonly #secret: Buffer
  readonly #now: () => number

  /** @param secret in base32, as it is typed in. */
  constructor(secret: string, now: () => number = Date.now) {
    const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
    this.#secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
    this.#now = now
  }

  /** @param stepsAhead of a phone whose clock is that much wrong. */
  code(stepsAhead = 0): string {
    return codeAt(this.#secret, Math.floor(this.#now() / stepMs) + stepsAhead)
  }

  /** One that it does not show, nor has shown or will show within the next two minutes. */
  wrongCode(): string {
    const shown = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((ahead) => this.code(ahead))
    return ['000000', '111111', '222222', '333333'].find((code) => !shown.includes(code))!
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Turns the second step on, by the code before the one that the app shows, which stays good. */
export async function turnOnSecondFactor(
  person: TestPerson,
  now?: () => number,
): Promise<{ app: Authenticator; recoveryCodes: string[] }> {
  const begun = await person.call('beginSecondFactor')
  if (begun.status !== 200) throw new Error(`not begun: ${JSON.stringify(begun.problem)}`)
  const app = new Authenticator(begun.body.secret, now)
  const { status, body, problem } = await person.call('finishSecondFactor', { body: { code: app.code(-1) } })
  if (status !== 200) throw new Error(`not turned on: ${JSON.stringify(problem)}`)
  return { app, recoveryCodes: body.recoveryCodes }
}
