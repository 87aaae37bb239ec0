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
  await expect(ana.texts.last()).toHaveText('Two\nlines', { useInnerText: true })
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
    const mistakes = await ana.page.evaluate(() => {
      const targets = [...document.querySelectorAll<HTMLElement>('button, a, input, textarea')]
      const small = targets
        .filter((target) => target.checkVisibility() && target.parentElement?.tagName !== 'P')
        .filter((target) => Math.min(target.offsetWidth, target.offsetHeight) < 44)
        .map((target) => `too small: ${target.outerHTML}`)
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth > clientWidth ? [...small, `${scrollWidth - clientWidth} px stick out`] : small
    })
    expect(mistakes).toEqual([])
  }
})
