import { readFile } from 'node:fs/promises'
import { Authenticator, castPassword, turnOnSecondFactor } from '@chatapp/server/testing'
import type { Locator } from '@playwright/test'
import { findNothing, inspect } from './inspect.ts'
import type { Person } from './person.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

test.beforeEach(({ watch }) => watch.expect(/status of 4(01|09|22) /))

const codeIn = ({ page }: Person) => page.getByLabel('Code', { exact: true })
const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

/** With the keyboard, as far as it takes. */
async function press(to: Locator) {
  const page = to.page()
  await to.waitFor()
  for (let stops = 0; stops < 60; stops++) {
    if (await to.evaluate((element) => element === document.activeElement))
      return page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not get to ${to}`)
}

/** Of the key that is shown for typing. */
const appOf = async ({ page }: Person) =>
  new Authenticator(((await page.locator('code').textContent()) ?? '').replaceAll(' ', ''))

test('by keyboard alone one turns it on, signs in with a code and with a recovery code, and turns it off', async ({
  open,
  server,
}) => {
  const ana = await open(await server.join('ana'))
  const { page } = ana
  const { keyboard } = page
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ana.goto('/settings')
  await expect(page.getByText('Off: your password alone lets you in.')).toBeVisible()
  await press(page.getByRole('link', { name: 'Change two-step sign-in' }))
  await button(ana, 'Turn on').waitFor()
  await inspect(page, 'two-step-off')
  await press(button(ana, 'Turn on'))
  await expect(codeIn(ana)).toBeFocused()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  const app = await appOf(ana)
  await keyboard.type(app.wrongCode())
  await keyboard.press('Enter')
  await expect(page.getByText('This code is wrong, too old, or was used before.')).toBeVisible()
  await inspect(page, 'two-step-enrolment')
  await expect(codeIn(ana)).toBeFocused()
  // What is there is selected: typing replaces it.
  await keyboard.type(app.code(-1))
  await keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'Keep your recovery codes' })).toBeFocused()
  await expect(ana.announcements).toContainText('Two-step sign-in is on.')
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  expect(codes).toHaveLength(10)
  await inspect(page, 'recovery-codes')
  await press(button(ana, 'Copy'))
  await expect(ana.announcements).toContainText('Copied.')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(codes.join('\n'))
  const downloading = page.waitForEvent('download')
  await press(page.getByRole('link', { name: 'Download' }))
  const download = await downloading
  expect(download.suggestedFilename()).toBe('chatapp-recovery-codes.txt')
  expect(await readFile(await download.path(), 'utf8')).toContain(`@ana at ${server.url}`)
  await press(button(ana, 'I have kept them'))
  await expect(page.getByText(/^On since .*10 recovery codes are left\.$/)).toBeVisible()
  await inspect(page, 'two-step-on')

  await ana.signOut()
  await ana.signIn('ana')
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await expect(codeIn(ana)).toBeFocused()
  await inspect(page, 'sign-in-code')
  await keyboard.type(app.wrongCode())
  await keyboard.press('Enter')
  await expect(page.getByText('This code is wrong, too old, or was used before.')).toBeVisible()
  await keyboard.type(app.code())
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Chats' }).waitFor()

  await ana.signOut()
  await ana.signIn('ana')
  await press(button(ana, 'Use a recovery code instead'))
  await page.getByLabel('Recovery code').fill(codes[0]!.toUpperCase())
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Chats' }).waitFor()

  server.ageSessions()
  await ana.goto('/settings/two-step')
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible()
  await press(button(ana, 'Turn off…'))
  await expect(button(ana, 'Leave it on')).toBeFocused()
  await inspect(page, 'two-step-question')
  await keyboard.press('Shift+Tab')
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  const password = dialog.getByLabel('Your password', { exact: true })
  await expect(password).toBeFocused()
  await keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button(ana, 'Turn off')).toBeFocused()
  await expect(button(ana, 'Turn off')).toHaveAttribute('aria-disabled', 'false')
  await keyboard.press('Enter')
  await expect(password).toBeFocused()
  await keyboard.type(castPassword)
  await keyboard.press('Enter')
  await expect(codeIn(ana)).toBeFocused()
  await inspect(page, 'confirm')
  await keyboard.type(app.code(1))
  await keyboard.press('Enter')
  await expect(page.getByText('Off: your password alone lets you in.')).toBeVisible()
  await expect(ana.announcements).toContainText('Two-step sign-in is off.')
  await ana.signOut()
  await ana.signIn('ana')
  await page.getByRole('heading', { name: 'Chats' }).waitFor()
})

test('Back leads from the code to the password, and what was begun and left changes nothing', async ({
  open,
  server,
}) => {
  const benOnline = await server.join('ben')
  const ben = await open(benOnline)
  await ben.goto('/settings/two-step')
  await button(ben, 'Turn on').click()
  await codeIn(ben).waitFor()
  await button(ben, 'Cancel').click()
  await expect(ben.page.getByText('Off: your password alone lets you in.')).toBeVisible()

  const { app } = await turnOnSecondFactor(benOnline)
  await button(ben, 'Turn on').click()
  await expect(ben.page.getByText('It was turned on meanwhile, on another device.')).toBeVisible()
  await expect(ben.page.getByText(/^On since /)).toBeVisible()

  const elsewhere = await open()
  for (const goBack of [() => button(elsewhere, 'Back').click(), () => elsewhere.page.goBack()]) {
    await elsewhere.goto('/sign-in')
    await elsewhere.signIn('ben')
    await codeIn(elsewhere).waitFor()
    await goBack()
    await expect(elsewhere.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await expect(elsewhere.page.getByLabel('Username or e-mail')).toHaveValue('ben')
  }
  await elsewhere.signIn('ben')
  await codeIn(elsewhere).fill(app.code())
  await button(elsewhere, 'Sign in').click()
  await elsewhere.page.getByRole('heading', { name: 'Chats' }).waitFor()
})

for (const dir of ['ltr', 'rtl'])
  test(`on a phone, ${dir}, all of it fits`, async ({ open, server }) => {
    const username = `chloe_${dir}`
    const chloe = await open(await server.join(username), phone)
    const { page } = chloe
    await page.addInitScript((dir) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = dir
      })
    }, dir)
    const look = async (where: string) => {
      // What fades in is there then.
      await page.screenshot({
        animations: 'disabled',
        path: `test-results/screens/two-step-phone-${dir}-${where}.png`,
      })
      expect(await page.evaluate(stickingOut), where).toEqual([])
      await findNothing(page, where)
    }
    server.ageSessions()
    await chloe.goto('/settings')
    await page.getByText('Off: your password').waitFor()
    await look('settings')
    await page.getByRole('link', { name: 'Change two-step sign-in' }).tap()
    await button(chloe, 'Turn on').tap()
    await page.getByLabel('Your password', { exact: true }).fill(castPassword)
    await look('confirm')
    // As small as zoom makes it: all of it is to be reached.
    await page.setViewportSize({ width: 320, height: 256 })
    await look('confirm-zoomed')
    await button(chloe, 'Cancel').scrollIntoViewIfNeeded()
    await expect(button(chloe, 'Cancel')).toBeInViewport({ ratio: 1 })
    await page.setViewportSize(phone.viewport)
    await button(chloe, 'Go on').tap()
    await codeIn(chloe).waitFor()
    await look('enrolment')
    await page.setViewportSize({ width: 320, height: 256 })
    await look('enrolment-zoomed')
    await page.setViewportSize(phone.viewport)
    await expect(codeIn(chloe)).toHaveAttribute('inputmode', 'numeric')
    await expect(codeIn(chloe)).toHaveAttribute('autocomplete', 'one-time-code')
    const app = await appOf(chloe)
    await codeIn(chloe).fill(app.code(-1))
    await button(chloe, 'Turn on').tap()
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor()
    await look('codes')
    await button(chloe, 'I have kept them').tap()
    await page.getByText(/^On since /).waitFor()
    await look('on')
    await button(chloe, 'Make new recovery codes').tap()
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor()

    const elsewhere = await open(undefined, phone)
    await elsewhere.goto('/')
    await elsewhere.signIn(username)
    await codeIn(elsewhere).fill(app.code())
    await button(elsewhere, 'Sign in').tap()
    await elsewhere.page.getByRole('heading', { name: 'Chats' }).waitFor()
  })
