import { castPassword } from '@chatapp/server/testing'
import type { Locator } from '@playwright/test'
import { findNothing, inspect } from './inspect.ts'
import type { Person } from './person.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

const tokens = ({ page }: Person): Locator =>
  page.getByRole('list', { name: 'Programs' }).getByRole('listitem')
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

/** Sets the form's two values by keyboard and sends it. */
async function fill(person: Person, name: string, days: string) {
  await expect(person.page.getByLabel('What it is for')).toBeFocused()
  await person.page.keyboard.type(name)
  await person.page.keyboard.press('Tab')
  await person.page.keyboard.type(days)
  await press(button(person, 'Make the token'))
}

test('by keyboard alone one makes a token, a program uses it, and one revokes it', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 401 .*\/api\/v1\/me\/tokens$/)
  const ana = await open(await server.join('ana'))
  await server.join('ben')
  const { page } = ana
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ana.goto('/settings')
  await expect(page.getByText('No program has a token of yours.')).toBeVisible()
  await press(page.getByRole('link', { name: 'Make a token' }))
  server.ageSessions()
  await fill(ana, 'Weather', 'A year')
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await expect(dialog.getByLabel('Your password', { exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await inspect(page, 'new-token')
  await press(button(ana, 'Make the token'))
  await expect(dialog.getByLabel('Your password', { exact: true })).toBeFocused()
  await page.keyboard.type(castPassword)
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'The token of Weather' })).toBeFocused()
  const token = await page.getByLabel('Token', { exact: true }).inputValue()
  expect(token).toMatch(/^chatapp_[\w-]{43}$/)
  await inspect(page, 'new-token-made')
  await press(button(ana, 'Copy'))
  await expect(ana.announcements).toContainText('Copied.')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token)

  // From outside of the browser, with nothing else.
  const headers = { authorization: `Bearer ${token}` }
  const ask = (path: string, body?: object) =>
    fetch(`${server.url}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { ...headers, 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
    })
  expect(await (await ask('/me')).json()).toMatchObject({ username: 'ana' })
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { headers } as never)
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener('close', ({ code }) => resolve(code)),
  )
  const rung = new Promise<void>((resolve) =>
    socket.addEventListener('message', ({ data }) => {
      if (String(data).includes('message.created')) resolve()
    }),
  )
  await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
  expect((await ask('/messages', { to: 'ben', body: 'Rain in the morning' })).status).toBe(201)
  await rung

  await press(page.getByRole('link', { name: 'I have kept it' }))
  await expect(tokens(ana)).toHaveCount(1)
  await expect(tokens(ana)).toContainText(/^Weather.*Used within the hour · Made on .* · Ends on /)
  await expect(page.getByText(token.slice(0, 12))).toHaveCount(0)
  await inspect(page, 'programs')
  const revokedAt = Date.now()
  await press(button(ana, 'Revoke Weather'))
  expect(await closed).toBe(4401)
  expect(Date.now() - revokedAt).toBeLessThan(2000)
  expect((await ask('/me')).status).toBe(401)
  await expect(page.getByText('No program has a token of yours.')).toBeVisible()
  await expect(ana.announcements).toContainText('Weather is revoked.')
  await ana.page.reload()
  await expect(page.getByText('No program has a token of yours.')).toBeVisible()
})

test('what cannot be taken is said, and one token too many is not made', async ({ open, server, watch }) => {
  watch.expect(/status of 4(03|04|22) .*\/api\/v1\/me\/tokens/)
  const someone = await server.join('chloe')
  const chloe = await open(someone)
  const { page } = chloe
  await chloe.goto('/settings/new-token')
  await button(chloe, 'Make the token').click()
  await expect(page.getByText('Fill this in.')).toBeVisible()
  await page.getByLabel('What it is for').fill('\u2800')
  await button(chloe, 'Make the token').click()
  await expect(page.getByText('Fill this in.')).toBeVisible()
  for (let made = 0; made < 20; made++)
    await someone.call('createToken', { body: { name: `No. ${made}`, days: null } })
  await page.getByLabel('What it is for').fill('One more')
  await button(chloe, 'Make the token').click()
  await expect(page.getByRole('alert')).toHaveText(
    'You have as many tokens as there may be. Revoke one first.',
  )
  await page.getByRole('link', { name: 'Back to settings' }).click()
  await expect(tokens(chloe)).toHaveCount(20)
  await expect(tokens(chloe).first()).toContainText(/No\. 19.*Never used.*Does not end by itself/)

  // Revoked elsewhere meanwhile.
  const [latest] = (await someone.call('listTokens')).body.items
  await someone.call('revokeToken', { params: { id: latest!.id } })
  await button(chloe, 'Revoke No. 19').click()
  await expect(page.getByRole('alert')).toHaveText('That token was revoked already, or has ended.')
})

test('on a phone and from right to left nothing sticks out', async ({ open, server }) => {
  const someone = await server.join('dana')
  await someone.call('createToken', { body: { name: 'x'.repeat(60), days: 30 } })
  await someone.call('createToken', { body: { name: 'גיבוי של המשרד', days: null } })
  for (const dir of ['ltr', 'rtl'] as const) {
    const dana = await open(someone, phone)
    await dana.page.addInitScript((dir) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = dir
      })
    }, dir)
    const look = async (where: string) => {
      expect(await dana.page.evaluate(stickingOut), where).toEqual([])
      await findNothing(dana.page, where)
      await dana.page.screenshot({ path: `test-results/screens/${where}.png`, animations: 'disabled' })
    }
    await dana.goto('/settings')
    await tokens(dana).last().scrollIntoViewIfNeeded()
    await look(`programs-phone-${dir}`)
    await dana.page.getByRole('link', { name: 'Make a token' }).click()
    await dana.page.getByLabel('What it is for').fill('Weather')
    await look(`new-token-phone-${dir}`)
    await button(dana, 'Make the token').click()
    await dana.page.getByRole('heading', { name: 'The token of Weather' }).waitFor()
    await look(`new-token-made-phone-${dir}`)
  }
})
