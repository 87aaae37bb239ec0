import { startTestServer } from '@chatapp/server/testing'
import { expect, test } from 'vitest'
import { PretendServer } from './pretend-server.ts'

test('the pretend server gives the same pages as the real one', async () => {
  await using real = await startTestServer()
  const [ana, ben] = [await real.join('ana'), await real.join('ben')]
  await real.join('chloe')
  const pretend = new PretendServer()
  for (const body of ['1', '2', '3', '4', '5', '6', '7']) {
    await ben.send(ana, body)
    pretend.says('ben', 'ana', body)
  }
  const ask = async (query: object) => {
    const path = `/messages?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, `${v}`]))}`
    return (await pretend.fetch(`http://chat/api/v1${path}`, { method: 'GET' } as never)).json()
  }
  const bare = ({ items, ...more }: { items: { body?: string }[] }) => [items.map(({ body }) => body), more]

  const places = ['before', 'after', 'around'].flatMap((place) =>
    [0, 1, 2, 4, 6, 7, 8, 30].map((number) => ({ [place]: number })),
  )
  for (const peer of ['ben', 'chloe'])
    for (const limit of [1, 2, 3, 7, 50])
      for (const place of [{}, ...places]) {
        const query = { with: peer, limit, ...place }
        const page = (await ana.call('listMessages', { query })).body
        expect([query, bare((await ask(query)) as never)]).toEqual([query, bare(page as never)])
      }
})
