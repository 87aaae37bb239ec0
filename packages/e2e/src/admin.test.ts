// The administrator's desk, and what the others see of it.
import { cast, castPassword } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

test('who is suspended is out while they look, and comes back when let in', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 403 /)
  const root = await open(await server.admin())
  const ana = await open(await server.join('ana'))
  const ben = await open(await server.join('ben'))
  await ana.openChat('ben')
  await ana.say('Are you there?')
  await ben.openChat('ana')
  await ben.message('Are you there?').waitFor()

  await root.goto('/')
  await root.page.getByRole('button', { name: 'Your account' }).click()
  await root.page.getByRole('link', { name: 'Administration' }).click()
  await root.page.getByRole('link', { name: 'People', exact: true }).click()
  await root.page.getByLabel('Name, username or e-mail').fill('an')
  const people = root.page.getByRole('list', { name: 'People' }).getByRole('listitem')
  await expect(people).toHaveCount(1)
  await people.getByRole('link').click()
  await expect(root.page.getByRole('heading', { name: cast.ana })).toBeVisible()
  await inspect(root.page, 'admin-account')
  await root.page.getByRole('button', { name: 'Suspend' }).click()
  await expect(root.page.getByRole('dialog')).toBeVisible()
  await root.page.keyboard.press('Escape')
  await expect(root.page.getByRole('dialog')).toHaveCount(0)
  await expect(root.page.getByRole('button', { name: 'Suspend' })).toBeFocused()
  await root.page.keyboard.press('Enter')
  await root.page.getByLabel('Reason').fill('Too loud')
  await inspect(root.page, 'admin-suspend')
  await root.page.keyboard.press('Enter')
  await expect(ana.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(root.announcements).toContainText('@ana is suspended.')
  await expect(root.page.getByText('Suspended', { exact: true })).toBeVisible()
  await expect(root.page.getByText('Signed in nowhere')).toBeVisible()

  await ana.signIn('ana')
  await expect(ana.page.getByText('This account is suspended.')).toBeVisible()
  await ben.say('Hello?')
  await expect(ben.page.getByText('Not sent', { exact: false }).first()).toBeVisible()

  await root.page.getByRole('button', { name: 'Let in again' }).click()
  await expect(root.page.getByRole('button', { name: 'Suspend' })).toBeFocused()
  await ana.page.getByLabel('Password', { exact: true }).fill(castPassword)
  await ana.page.keyboard.press('Enter')
  await ana.message('Are you there?').waitFor()
})

test('a link of an administrator sets a new password', async ({ open, server, context }) => {
  await context.grantPermissions([])
  const root = await open(await server.admin())
  const chloe = await open(await server.join('chloe'))
  await chloe.goto('/')
  await chloe.page.getByText('No chats yet.').waitFor()
  await root.goto('/admin/people/chloe')
  await root.page.getByRole('button', { name: 'Link for a new password' }).click()
  await expect(chloe.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  const field = root.page.getByLabel('Link to hand over')
  await expect(field).toBeFocused()
  await inspect(root.page, 'admin-reset-link')
  const link = await field.inputValue()
  expect(link).toMatch(/\/reset#\S{40,}$/)

  await chloe.goto(link.replace(/^http:\/\/[^/]+/, server.url))
  await chloe.page.getByLabel('New password', { exact: true }).fill('a lighthouse in the fog')
  await chloe.page.keyboard.press('Enter')
  await chloe.page.getByRole('heading', { name: 'Your password is set' }).waitFor()
  await chloe.page.getByRole('link', { name: 'Sign in' }).click()
  await chloe.page.getByLabel('Username or e-mail').fill('chloe')
  await chloe.page.getByLabel('Password', { exact: true }).fill('a lighthouse in the fog')
  await chloe.page.keyboard.press('Enter')
  await chloe.page.getByRole('heading', { name: 'Chats' }).waitFor()
})

test('an account is made for somebody, who sets its first password', async ({ open, server, watch }) => {
  watch.expect(/status of 422 /)
  const root = await open(await server.admin())
  await root.goto('/admin/people')
  await root.page.getByRole('link', { name: 'New account' }).click()
  await expect(root.page.getByLabel('Name', { exact: true })).toBeFocused()
  await root.page.getByLabel('Name', { exact: true }).fill('Fay Weber')
  await root.page.getByLabel('Username').fill('root_ada')
  await root.page.getByLabel('E-mail').fill('fay@example.com')
  await root.page.keyboard.press('Enter')
  await expect(root.page.getByText('This username is taken.')).toBeVisible()
  await inspect(root.page, 'admin-new-account')
  await root.page.getByLabel('Username').fill('fay')
  await root.page.keyboard.press('Enter')
  await root.page.getByRole('heading', { name: '@fay has an account' }).waitFor()
  const link = await root.page.getByLabel('Link to hand over').inputValue()
  const fay = await open()
  await fay.goto(link.replace(/^http:\/\/[^/]+/, server.url))
  await fay.page.getByLabel('New password', { exact: true }).fill(castPassword)
  await fay.page.keyboard.press('Enter')
  await fay.page.getByRole('link', { name: 'Sign in' }).click()
  await fay.signIn('fay')
  await fay.page.getByRole('heading', { name: 'Chats' }).waitFor()
})

test('a role is given, and the new administrator finds the desk', async ({ open, server }) => {
  const root = await open(await server.admin())
  const dana = await open(await server.join('dana'))
  await dana.goto('/admin')
  await expect(dana.page.getByText('There is nothing at this address.')).toBeVisible()
  await dana.page.getByRole('button', { name: 'Your account' }).click()
  await expect(dana.page.getByRole('link', { name: 'Administration' })).toHaveCount(0)

  await root.goto('/admin/people/dana')
  await root.page.getByRole('button', { name: 'Make an administrator' }).click()
  await root.page.getByRole('dialog').getByRole('button', { name: 'Make an administrator' }).click()
  await expect(root.page.getByRole('button', { name: 'No longer an administrator' })).toBeFocused()
  await dana.page.reload()
  await expect(dana.page.getByRole('heading', { name: 'Administration' })).toBeVisible()
  await dana.goto('/admin/people/root_ada')
  await dana.page.getByRole('button', { name: 'Sign out everywhere' }).waitFor()
  await root.goto('/admin/people/root_ada')
  await expect(root.page.getByText('This is you.')).toBeVisible()
  await expect(root.page.getByRole('button', { name: 'Suspend' })).toHaveCount(0)
})

test('after a while the desk asks for the password again before it changes anything', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 401 /)
  await server.join('kim')
  const root = await open(await server.admin())
  let isFresh = false
  await root.page.route('**/api/v1/admin/users/kim/role', async (route) => {
    if (isFresh) return route.fallback()
    const problem = { type: '', title: '', status: 401, code: 'reauthentication_required', requestId: '' }
    await route.fulfill({ status: 401, contentType: 'application/problem+json', json: problem })
  })
  await root.goto('/admin/people/kim')
  await root.page.getByRole('button', { name: 'Make an administrator' }).click()
  const question = root.page.getByRole('dialog', { name: 'Make @kim an administrator?' })
  await question.getByRole('button', { name: 'Make an administrator' }).click()
  const isItYou = root.page.getByRole('dialog', { name: 'Is it you?' })
  await isItYou.getByLabel('Your password', { exact: true }).waitFor()
  await root.page.keyboard.press('Escape')
  await expect(isItYou).toHaveCount(0)
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Make an administrator' }).click()
  isFresh = true
  await isItYou.getByLabel('Your password', { exact: true }).fill(castPassword)
  await root.page.keyboard.press('Enter')
  await expect(question).toHaveCount(0)
  await expect(root.page.getByText('Administrator', { exact: true })).toBeVisible()
})

test('the overview counts, and goes on counting while it is looked at', async ({ open, server }) => {
  const [emre, gus] = [await server.join('emre'), await server.join('gus')]
  await emre.send(gus, 'hello')
  const root = await open(await server.admin())
  await root.goto('/admin')
  const tile = (name: string) =>
    root.page.locator('dl > div').filter({ hasText: name }).getByRole('definition')
  await expect(tile('Connections')).toHaveText('1')
  await expect(root.page.getByText(/ChatApp \d/)).toBeVisible()
  await inspect(root.page, 'admin-overview')
  await using socket = emre.openSocket()
  await socket.next('hello')
  await expect(tile('Connections')).toHaveText('2')
  await expect(tile('Online now')).toHaveText('2')
})

test('the last hour is drawn, and told as a table', async ({ open, server }) => {
  const root = await open(await server.admin())
  // An hour is long: the server's answer is given one.
  await root.page.route('**/api/v1/admin/overview', async (route) => {
    const answer = await route.fetch()
    const now = Math.floor(Date.now() / 60_000) * 60_000
    const minutes = Array.from({ length: 60 }, (_, i) => ({
      at: new Date(now - (60 - i) * 60_000).toISOString(),
      online: Math.round(40 + 25 * Math.sin(i / 9)),
      sends: i > 30 && i < 36 ? 0 : Math.round(300 + 200 * Math.sin(i / 5)),
      sendP99Ms: i > 30 && i < 36 ? null : 4 + 3 * Math.abs(Math.sin(i / 3)),
    }))
    await route.fulfill({ response: answer, json: { ...(await answer.json()), minutes } })
  })
  await root.goto('/admin')
  await expect(root.page.getByRole('figure', { name: 'Online' })).toContainText(/At most 65, now \d+/)
  await root.page.getByText('The last hour as a table').click()
  const rows = root.page.getByRole('table').getByRole('row')
  await expect(rows).toHaveCount(61)
  await expect(rows.nth(29)).toContainText('–')
  await root.page.getByText('The last hour as a table').click()
  await inspect(root.page, 'admin-overview-hour')
})

test('the trail is read and filtered, and messages are listed without their texts', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 404 /)
  const admin = await server.admin()
  const [hana, ivo] = [await server.join('hana'), await server.join('ivo')]
  for (let i = 0; i < 60; i++) await hana.send(ivo, `The lighthouse, ${i}`)
  const root = await open(admin)
  await root.goto('/admin/audit')
  const entries = root.page.getByRole('list', { name: 'Audit trail' }).getByRole('listitem')
  await expect(entries.first()).toContainText('Signed up')
  await inspect(root.page, 'admin-audit')
  await root.page.getByLabel('Username').fill('hana')
  await root.page.keyboard.press('Enter')
  await expect(entries).toHaveCount(1)
  await root.page.getByLabel('What').selectOption('Suspended')
  await root.page.getByRole('button', { name: 'Show' }).click()
  await expect(root.page.getByText('Nothing of this kind is recorded.')).toBeVisible()
  await root.page.getByLabel('Username').fill('nobody_here')
  await root.page.keyboard.press('Enter')
  await expect(root.page.getByText('There is nobody of this name.')).toBeVisible()

  await root.page.getByRole('link', { name: 'Messages', exact: true }).click()
  await root.page.getByLabel('Username').fill('@hana')
  await root.page.keyboard.press('Enter')
  const records = root.page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
  await expect(records).toHaveCount(50)
  await expect(records.first()).toContainText(/@hana to @ivo.*No\. 60 · 18 characters/s)
  await expect(root.page.getByText('lighthouse')).toHaveCount(0)
  await inspect(root.page, 'admin-messages')
  await root.page.getByRole('button', { name: 'More' }).click()
  await expect(records).toHaveCount(60)
  await expect(records.nth(50)).toBeFocused()
  await root.page.goBack()
  await expect(root.page.getByLabel('Username')).toHaveValue('')

  await hana.call('getMe')
  const person = await open(hana)
  await person.goto('/settings')
  await expect(person.page.getByText('Administrators of this server cannot read messages.')).toBeVisible()
})

for (const [width, dir] of [
  [360, 'ltr'],
  [360, 'rtl'],
  [1440, 'rtl'],
] as const)
  test(`the desk fits at ${width}, ${dir}`, async ({ open, server, watch }) => {
    watch.expect(/status of 404 /)
    const admin = await server.admin()
    const user = await server.join(`long_name_of_thirty_two_${dir}_${width}`.slice(0, 32))
    await user.send('root_ada', 'hello')
    const root = await open(admin)
    await root.page.setViewportSize({ width, height: 740 })
    await root.page.addInitScript((direction) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = direction
      })
    }, dir)
    for (const [path, shown] of [
      ['/admin', 'Connections'],
      ['/admin/people', `@${user.username}`],
      [`/admin/people/${user.username}`, 'Suspend'],
      ['/admin/people/new-account', 'Make the account'],
      ['/admin/audit', '127.0.0.1'],
      [`/admin/messages?user=${user.username}`, 'No. 1'],
    ] as const) {
      await root.goto(path)
      await root.page.getByText(shown).first().waitFor()
      expect(await root.page.evaluate(stickingOut), path).toEqual([])
    }
  })
