/** `npm run test:timing`: whether the time of an answer tells who has an account here. Exits with 1 when it does. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { castPassword, serveChatapp, startMailServer, TestPerson } from '@chatapp/server/testing'
import { compare } from './compare.ts'

/** So many that the audit trail, which takes one failure a minute for each, has nearly all of them. */
const people = 200
const roundsOf = { password: 600, quick: 1500 }

await using stack = new AsyncDisposableStack()
const dataDir = mkdtempSync(join(tmpdir(), 'chatapp-timing-'))
stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))
const mailServer = stack.use(await startMailServer())
const mail = { SMTP_URL: mailServer.url, MAIL_FROM: 'chat@example.org' }
const server = stack.use(await serveChatapp({ DATA_DIR: dataDir, LOG_LEVEL: 'error', ...mail }))

const known: string[] = []
for (let i = 0; i < people; i++) {
  const username = `person_${i}`
  const body = { name: username, username, email: `${username}@example.com`, password: castPassword }
  const { status } = await new TestPerson(server.url).call('signUp', { body })
  if (status !== 201) throw new Error(`${username} cannot join: ${status}`)
  await confirmAddress((await mailServer.has(i + 1)).content)
  known.push(username)
}

/** Nobody signs in by an address that is not confirmed. */
async function confirmAddress(mail: string): Promise<void> {
  const [, token] = /confirm-email#([\w-]+)/.exec(mail)!
  const { status } = await new TestPerson(server.url).call('confirmEmail', { body: { token: token! } })
  if (status !== 204) throw new Error(`an address cannot be confirmed: ${status}`)
}

// As long, and with as much in common, as those who are here.
const unknown = known.map((name) => name.replace('person', 'nobody'))

const stranger = new TestPerson(server.url)
const password = 'not the password'
const signIn = (login: string) => stranger.call('signIn', { body: { login, password } })
const forgot = (login: string) => stranger.call('forgotPassword', { body: { login } })
// Touches the database, which a failure may keep busy.
const health = () => stranger.call('getReadiness')

const questions = [
  { name: 'sign-in by username', rounds: roundsOf.password, before: null, ask: signIn, suffix: '' },
  { name: 'sign-in by e-mail', rounds: roundsOf.password, before: null, ask: signIn, suffix: '@example.com' },
  { name: 'reset by username', rounds: roundsOf.quick, before: null, ask: forgot, suffix: '' },
  { name: 'reset by e-mail', rounds: roundsOf.quick, before: null, ask: forgot, suffix: '@example.com' },
  {
    name: 'what is asked right after a sign-in',
    rounds: roundsOf.password,
    before: signIn,
    ask: health,
    suffix: '',
  },
  {
    name: 'what is asked right after a reset',
    rounds: roundsOf.quick,
    before: forgot,
    ask: health,
    suffix: '',
  },
]

console.log(
  'An answer tells nothing when of two, one about somebody who is here and one about nobody, the slower',
)
console.log('is as often the one as the other: 50 %. Up to 55 % (or down to 45 %) is taken for chance.\n')
let tells = 0
for (const { name, rounds, before, ask, suffix } of questions) {
  const { share, medians, isAlike } = await compare(rounds, known, unknown, before, (login) =>
    ask(login + suffix),
  )
  if (!isAlike) tells++
  const [here, nobody] = medians.map((ms) => ms.toFixed(2))
  const verdict = isAlike ? 'alike' : 'NOT ALIKE'
  console.log(
    `${verdict.padEnd(10)}${name}: ${(share * 100).toFixed(1)} %; medians ${here} ms here, ${nobody} ms nobody; ${rounds} of each`,
  )
}
process.exitCode = tells === 0 ? 0 : 1
