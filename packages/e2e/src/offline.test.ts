import type { TestPerson } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

const noConnection = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION_REFUSED|WebSocket connection/

async function bodiesFrom(peer: string, reader: TestPerson): Promise<string[]> {
  const { body } = await reader.call('listMessages', { query: { with: peer } })
  return body.items.map((message) => ('body' in message ? message.body : ''))
}

test('what is sent offline waits, and arrives exactly once', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [anaOnline, benOnline] = [await server.join('ana'), await server.join('ben')]
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await expect(ana.page.getByText('No messages yet.')).toBeVisible()
  await ana.page.context().setOffline(true)
  await ana.say('From the train')
  await ana.say('Still on it')
  await expect(ana.message('Still on it')).toContainText('Waiting')
  expect(await bodiesFrom('ana', benOnline)).toEqual([])
  await expect(ana.page.getByText('You are offline.')).toBeVisible()

  await ana.page.context().setOffline(false)
  await expect(ana.message('Still on it')).toContainText('Sent')
  await expect(ana.page.getByText('You are offline.')).toHaveCount(0)
  await expect(ana.messages).toHaveCount(2)
  expect(await bodiesFrom('ana', benOnline)).toEqual(['From the train', 'Still on it'])
})

test('what waits survives a reload, and a lost answer doubles nothing', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [anaOnline, benOnline] = [await server.join('ana'), await server.join('ben')]
  const ana = await open(anaOnline)
  const sends = '**/api/v1/messages'
  let isReached = false
  await ana.page.route(sends, async (route) => {
    // The server takes it once, and nobody hears of it.
    if (!isReached) await route.fetch()
    isReached = true
    await route.abort()
  })
  await ana.openChat('ben')
  await ana.say('Twice on the way')
  await ana.say('After it')
  await expect.poll(() => isReached).toBe(true)
  await ana.page.reload()
  await expect(ana.message('After it')).toContainText(/Waiting|Sending/)

  await ana.page.unroute(sends)
  await ana.page.reload()
  await expect(ana.message('After it')).toContainText('Sent')
  await expect(ana.messages).toHaveCount(2)
  expect(await bodiesFrom('ana', benOnline)).toEqual(['Twice on the way', 'After it'])
})

test('a server that is killed while somebody types costs nothing', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [anaOnline, benOnline] = [await server.join('ana'), await server.join('ben')]
  const [ana, ben] = [await open(anaOnline), await open(benOnline)]
  await ana.openChat('ben')
  await ben.openChat('ana')
  await ana.composer.fill('I was just about to')
  await server.stop('SIGKILL')
  await expect(ana.composer).toHaveValue('I was just about to')
  await ana.composer.press('End')
  await ana.composer.pressSequentially(' say')
  await ana.composer.press('Enter')
  await expect(ana.message('I was just about to say')).toContainText('Waiting')

  await server.start()
  await expect(ben.message('I was just about to say')).toBeVisible({ timeout: 20_000 })
  await expect(ana.message('I was just about to say')).toContainText('Read')
  await expect(ana.messages).toHaveCount(1)
})

test('what the server refuses can be tried again or deleted', async ({ open, server, watch }) => {
  watch.expect(/status of 403 /)
  const ana = await open(await server.join('ana'))
  const benOnline = await server.join('ben')
  const refusal = { code: 'not_accepting', status: 403, title: '', type: '', requestId: '' }
  await ana.page.route('**/api/v1/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  )
  await ana.openChat('ben')
  await ana.say('One')
  await expect(ana.messages.last()).toContainText('Not sent. Ben Osei does not take messages from you.')
  await expect(ana.announcements).toContainText('Not sent')
  await ana.say('Two')
  await expect(ana.page.getByRole('button', { name: 'Delete' })).toHaveCount(2)
  await ana.message('One').getByRole('button', { name: 'Delete' }).click()
  await expect(ana.messages).toHaveCount(1)
  await ana.page.unroute('**/api/v1/messages')
  await ana.message('Two').getByRole('button', { name: 'Retry' }).click()
  await expect(ana.message('Two')).toContainText('Sent')
  expect(await bodiesFrom('ana', benOnline)).toEqual(['Two'])
})
