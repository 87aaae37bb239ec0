import { startTestServer, type TestServer } from '@chatapp/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChatClient } from './index.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

async function clientOf(username: string) {
  const person = await server.join(username)
  const headers = { cookie: person.cookie! }
  return { person, client: createChatClient({ baseUrl: server.url, headers }) }
}

test('one’s data comes as a named file, and one hears how far it is', async () => {
  const { person, client } = await clientOf('ana')
  const ben = await server.join('ben')
  for (let i = 0; i < 250; i++) await person.send(ben, `hello ${i}`)
  const heard: [number, number][] = []
  const onProgress = (done: number, total: number) => void heard.push([done, total])
  for (const format of ['json', 'html'] as const) {
    const { blob, fileName } = await client.exportData(format, { onProgress })
    expect(fileName).toMatch(new RegExp(`^chatapp-ana-[\\d-]{10}\\.${format}$`))
    expect(blob.size).toBeGreaterThan(10_000)
    expect(heard.at(-1)).toEqual([250, 250])
    expect(heard.map(([done]) => done)).toEqual(heard.map(([done]) => done).toSorted((a, b) => a - b))
    heard.length = 0
  }
})

test('who stops it, or may not have it, is told so', async () => {
  const { client } = await clientOf('chloe')
  const stopping = new AbortController()
  const stopped = client.exportData('json', { signal: stopping.signal })
  stopping.abort()
  await expect(stopped).rejects.toMatchObject({ reason: 'stopped' })
  const nobody = createChatClient({ baseUrl: server.url })
  await expect(nobody.exportData('json')).rejects.toMatchObject({ code: 'unauthenticated' })
})
