import { expect, test } from './test.ts'

test.use({ settings: { MESSAGES_TO_LOAD: '12' } })

test('earlier messages come page by page, and the reader keeps the place', async ({ open, server }) => {
  const [anaOnline, ben] = [await server.join('ana'), await server.join('ben')]
  for (let number = 1; number <= 70; number++)
    await (number % 3 ? anaOnline : ben).send(number % 3 ? 'ben' : 'ana', `No. ${number}`)
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await expect(ana.messages).toHaveCount(12)
  await expect(ana.message('No. 70')).toBeInViewport()

  const earlier = ana.page.getByRole('button', { name: 'Load earlier messages' })
  await earlier.scrollIntoViewIfNeeded()
  const topOf = async () => (await ana.message('No. 59').boundingBox())?.y ?? 0
  const before = await topOf()
  await earlier.press('Enter')
  await expect(ana.messages).toHaveCount(62)
  expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1)

  await earlier.press('Enter')
  await expect(ana.messages).toHaveCount(70)
  await expect(earlier).toHaveCount(0)
  await expect(ana.history).toBeFocused()
  const texts = await ana.messages.locator('.message-text').allTextContents()
  expect(texts).toEqual(Array.from({ length: 70 }, (_, at) => `No. ${at + 1}`))

  // What comes in below does not move who reads above; what one sends is seen.
  const place = await topOf()
  await ben.send('ana', 'Meanwhile')
  await expect(ana.messages).toHaveCount(71)
  expect(Math.abs((await topOf()) - place)).toBeLessThanOrEqual(1)
  await expect(ana.message('Meanwhile')).not.toBeInViewport()
  await ana.say('Down here')
  await expect(ana.message('Down here')).toBeInViewport()
})
