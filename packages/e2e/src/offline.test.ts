import type { TestPerson } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

const noConnection =
  /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|WebSocket connection/

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
  const [chloeOnline, danaOnline] = [await server.join('chloe'), await server.join('dana')]
  const chloe = await open(chloeOnline)
  const sends = '**/api/v1/messages'
  let isReached = false
  await chloe.page.route(sends, async (route) => {
    // The server takes it once, and nobody hears of it.
    if (!isReached) await route.fetch()
    isReached = true
    await route.abort()
  })
  await chloe.openChat('dana')
  await chloe.say('Twice on the way')
  await chloe.say('After it')
  await expect.poll(() => isReached).toBe(true)
  await chloe.page.reload()
  await expect(chloe.message('After it')).toContainText(/Waiting|Sending/)

  await chloe.page.unroute(sends)
  await chloe.page.reload()
  await expect(chloe.message('After it')).toContainText('Sent')
  await expect(chloe.messages).toHaveCount(2)
  expect(await bodiesFrom('chloe', danaOnline)).toEqual(['Twice on the way', 'After it'])
})

test('a server that is killed while somebody types costs nothing', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [emreOnline, fayOnline] = [await server.join('emre'), await server.join('fay')]
  const [emre, fay] = [await open(emreOnline), await open(fayOnline)]
  await emre.openChat('fay')
  await fay.openChat('emre')
  await emre.composer.fill('I was just about to')
  await server.stop('SIGKILL')
  await expect(emre.composer).toHaveValue('I was just about to')
  await emre.composer.press('End')
  await emre.composer.pressSequentially(' say')
  await emre.composer.press('Enter')
  await expect(emre.message('I was just about to say')).toContainText('Waiting')

  await server.start()
  await expect(fay.message('I was just about to say')).toBeVisible({ timeout: 20_000 })
  await expect(emre.message('I was just about to say')).toContainText('Read')
  await expect(emre.messages).toHaveCount(1)
})

test('what the server refuses can be tried again or deleted', async ({ open, server, watch }) => {
  watch.expect(/status of 403 /)
  const gus = await open(await server.join('gus'))
  const hanaOnline = await server.join('hana')
  const refusal = { code: 'not_accepting', status: 403, title: '', type: '', requestId: '' }
  await gus.page.route('**/api/v1/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  )
  await gus.openChat('hana')
  await gus.say('One')
  await expect(gus.messages.last()).toContainText('Not sent')
  await expect(gus.messages.last()).toContainText('hana does not take messages from you.')
  await expect(gus.announcements).toContainText('Not sent')
  await gus.say('Two')
  await expect(gus.page.getByRole('button', { name: 'Delete' })).toHaveCount(2)
  await gus.message('One').getByRole('button', { name: 'Delete' }).click()
  await expect(gus.messages).toHaveCount(1)
  await gus.page.unroute('**/api/v1/messages')
  await gus.message('Two').getByRole('button', { name: 'Retry' }).click()
  await expect(gus.message('Two')).toContainText('Sent')
  expect(await bodiesFrom('gus', hanaOnline)).toEqual(['Two'])
})
