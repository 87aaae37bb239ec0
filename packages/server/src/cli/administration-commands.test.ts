import { afterAll, beforeAll, expect, test } from 'vitest'
import { runChatapp } from '../testing/chatapp-process.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { signIn } from '../testing/sign-in.ts'

let server: TestServer
let root: TestPerson

beforeAll(async () => {
  server = await startTestServer({ beatSeconds: 1 })
  root = await joinAdmin(server)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const run = (...parameters: string[]) => runChatapp(parameters, { DATA_DIR: server.dataDir })
const said = (stdout: string) => ({ code: 0, stdout: `${stdout}\n`, stderr: '' })

test('everyone is listed, or those who are searched for', async () => {
  await server.join('ana')
  await root.call('createAccount', { body: { name: 'Zoë', username: 'zoe', email: 'z@example.com' } })
  const { stdout } = await run('users')
  const lines = stdout.trim().split('\n')
  expect(lines).toEqual([
    expect.stringMatching(
      /^@root_ada\tAda\troot_ada@example\.com\there \d{4}-\S+T\d\d:\d\dZ\tadministrator$/,
    ),
    expect.stringMatching(/^@ana\tAna Kovač\tana@example\.com\there /),
    '@zoe\tZoë\tz@example.com\tsigned in nowhere',
  ])
  expect((await run('users', 'ZO')).stdout).toBe(`${lines[2]}\n`)
  expect(await run('users', 'nobody')).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('who is suspended beside a running server is out with the next beat, and may be let in', async () => {
  const ben = await server.join('ben')
  const chloe = await server.join('chloe')
  await using socket = ben.openSocket()
  await socket.next('hello')
  const line = '@ben is suspended: signed out everywhere, and may not come in.'
  expect(await run('ban', 'Ben', '--reason', 'Too loud')).toEqual(said(line))
  expect(await socket.closed).toBe(4401)
  const body = { login: 'ben', password: castPassword }
  expectRefusal(await server.stranger().call('signIn', { body }), 'forbidden')
  // The server looks who is suspended every ten seconds.
  const write = () => chloe.call('sendMessage', { body: { to: 'ben', body: 'hello' } })
  await expect.poll(async () => (await write()).status, { timeout: 12_000, interval: 500 }).toBe(403)

  expect(await run('unban', 'ben')).toEqual(said('@ben may sign in.'))
  await signIn(server, 'ben')
})

test('a role is given and taken, and the last administrator stays', async () => {
  const dana = await server.join('dana')
  expect(await run('role', 'dana', 'admin')).toEqual(said('@dana is an administrator now.'))
  await expect.poll(async () => (await dana.call('listAccounts')).status, { timeout: 8000 }).toBe(200)
  expect(await run('role', 'dana', 'user')).toEqual(said('@dana is no administrator now.'))
  for (const command of [
    ['role', 'root_ada', 'user'],
    ['ban', 'root_ada'],
  ])
    expect(await run(...command)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'This is the last administrator.\n',
    })
  expect((await run('role', 'dana', 'king')).stderr).toContain('Allowed choices are user, admin.')
})

test('sessions are ended, and the trail tells what the command line did', async () => {
  await server.join('emre')
  await signIn(server, 'emre')
  expect(await run('end-sessions', 'emre')).toEqual(said('@emre is signed out everywhere (2 sessions).'))
  const { stdout } = await run('audit', '--user', 'emre')
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^\d{4}-\S+Z\tsessions-ended\tby -\tof @emre\tcount: 2$/),
    expect.stringMatching(/^\d{4}-\S+Z\tsigned-in\tby @emre\tof @emre\t127\.0\.0\.1$/),
    expect.stringMatching(/^\d{4}-\S+Z\tsigned-up\tby @emre\tof @emre\t127\.0\.0\.1$/),
  ])
  expect((await run('audit', '--limit', '2')).stdout.trim().split('\n')).toHaveLength(2)
})

test('nobody of this name is told in a line', async () => {
  for (const command of [
    ['ban', 'nobody_here'],
    ['unban', 'nobody_here'],
    ['role', 'nobody_here', 'admin'],
    ['end-sessions', 'nobody_here'],
    ['audit', '--user', 'nobody_here'],
  ])
    expect(await run(...command)).toEqual({ code: 1, stdout: '', stderr: 'There is nothing here.\n' })
})
