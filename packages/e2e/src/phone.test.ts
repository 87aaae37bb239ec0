import { cast } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

test('all of it works on a phone, one pane at a time', async ({ open, server }) => {
  const benOnline = await server.join('ben')
  const ana = await open(undefined, phone)
  await ana.signUp('ana', cast.ana)
  await fits()
  await ana.findPerson('ben', cast.ben)
  await expect(ana.page.getByRole('heading', { name: 'Chats' })).toBeHidden()

  await ana.composer.tap()
  await ana.composer.pressSequentially('Two')
  await ana.composer.press('Enter')
  await ana.composer.pressSequentially('lines')
  await expect(ana.messages).toHaveCount(0)
  await ana.sendButton.tap()
  await expect(ana.messages.last().locator('.message-text')).toHaveText('Two\nlines', { useInnerText: true })
  await expect(ana.composer).toBeFocused()
  await benOnline.send('ana', `https://example.org/${'long'.repeat(60)}`)
  await expect(ana.messages).toHaveCount(2)
  await fits()

  await ana.page.getByRole('link', { name: 'Back to chats' }).tap()
  await expect(ana.chatRow(cast.ben)).toBeVisible()
  await ana.chatRow(cast.ben).tap()
  await expect(ana.composer).toBeVisible()
  await expect(ana.composer).not.toBeFocused()
  await ana.page.goBack()
  await expect(ana.chatRow(cast.ben)).toBeVisible()
  await fits()

  /** Nothing sticks out to the side, and a finger hits what can be touched. */
  async function fits() {
    expect(await ana.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    for (const target of await ana.page.locator('button:visible, a:visible, input:visible').all()) {
      const { width, height } = (await target.boundingBox())!
      const isInText = await target.evaluate((element) => element.parentElement?.tagName === 'P')
      if (!isInText)
        expect(Math.min(width, height), (await target.textContent()) ?? '').toBeGreaterThanOrEqual(44)
    }
  }
})
