// The example, as somebody runs it: a process of its own that knows a token and nothing else.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readHistory, startTestServer, type TestPerson, type TestSocket } from '@chatapp/server/testing'
import { expect, test } from 'vitest'

const file = resolve(import.meta.dirname, '../../../examples/echo-bot.ts')

function startBot(url: string, token: string) {
  const env = { ...process.env, CHATAPP_URL: url, CHATAPP_TOKEN: token }
  const child = spawn(process.execPath, [file], { env })
  const exited = once(child, 'exit') as Promise<[number | null]>
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  return {
    said: () => said,
    exited: exited.then(([code]) => code),
    end: (signal: NodeJS.Signals) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function makeToken(person: TestPerson): Promise<{ id: string; token: string }> {
  return (await person.call('createToken', { body: { name: 'Echo', days: null } })).body
}

/** Waits for the bot's answer to a text. @returns after how many milliseconds it was there. */
async function answered(ben: TestPerson, socket: TestSocket, text: string): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const { id } = await socket.next('message.created')
    const { body } = await ben.call('getMessage', { params: { id } })
    if ('body' in body && body.body === `You said: ${text}`) return Math.round(performance.now() - startedAt)
  }
}

test('the echo bot answers each message once, never itself, and goes on after the server restarts', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatapp-bot-'))
  try {
    const first = await startTestServer({ dataDir })
    const [echo, ben] = [await first.join('echo'), await first.join('ben')]
    const { token } = await makeToken(echo)
    await ben.send(echo, 'before it ran')
    await ben.send(echo, 'and once more')
    await using bot = startBot(first.url, token)
    await using socket = ben.openSocket()
    await answered(ben, socket, 'and once more')
    await ben.send(echo, 'hello')
    const live = await answered(ben, socket, 'hello')
    await echo.send(ben, 'This is her own hand.')
    await first[Symbol.asyncDispose]()

    await using second = await startTestServer({ dataDir, env: { PORT: new URL(first.url).port } })
    expect(second.url).toBe(first.url)
    await using again = ben.openSocket()
    await again.next('hello')
    await ben.send(echo, 'still there?')
    const afterRestart = await answered(ben, again, 'still there?')
    console.log(`answered after ${live} ms, and ${afterRestart} ms after a restart`)
    const said = (await readHistory(ben, 'echo')).map((message) => 'body' in message && message.body)
    expect(said).toEqual([
      ...['before it ran', 'and once more', 'You said: before it ran', 'You said: and once more'],
      ...['hello', 'You said: hello', 'This is her own hand.', 'still there?', 'You said: still there?'],
    ])

    bot.end('SIGINT')
    expect(await bot.exited).toBe(0)
    expect(bot.said()).toBe('Listening. Ctrl+C ends it.\n')
    expect([...first.unexpected, ...second.unexpected]).toEqual([])
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}, 60_000)

test('it ends by itself when its token is revoked, and says so when that is no good', async () => {
  await using server = await startTestServer()
  const [echo, ben] = [await server.join('echo'), await server.join('ben')]
  const { id, token } = await makeToken(echo)
  await using bot = startBot(server.url, token)
  await using socket = ben.openSocket()
  await ben.send(echo, 'hello')
  await answered(ben, socket, 'hello')
  expect((await echo.call('revokeToken', { params: { id } })).status).toBe(204)
  expect(await bot.exited).toBe(0)

  await using late = startBot(server.url, token)
  expect(await late.exited).toBe(0)
  expect(late.said()).toBe('This token is not good.\n')
}, 60_000)
