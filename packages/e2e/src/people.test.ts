import { expect, test } from './test.ts'

test('the directory finds by the beginning of a name or username, and has more', async ({ open, server }) => {
  const ana = await open(await server.join('ana'))
  for (const number of [11, 12, 13, 14, 15, 61, 62]) await server.join(`guest_${number}`, `Guest ${number}`)
  await server.join('ben')
  await ana.page.route('**/api/v1/users?*', (route) =>
    route.continue({ url: `${route.request().url()}&limit=5` }),
  )
  await ana.goto('/new')
  const people = ana.page.getByRole('list', { name: 'People' }).getByRole('link')
  await expect(people).toHaveCount(5)
  await ana.page.getByRole('button', { name: 'More people' }).press('Enter')
  await expect(people).toHaveCount(8)
  await expect(people.nth(5)).toBeFocused()
  await expect(ana.page.getByRole('button', { name: 'More people' })).toHaveCount(0)
  const search = ana.page.getByRole('searchbox', { name: 'Name or username' })
  await search.pressSequentially('guest 6')
  await expect(people).toHaveText([/Guest 61/, /Guest 62/])
  await search.fill('@be')
  await expect(people).toHaveText([/Ben Osei/])
  await search.fill('zzz')
  await expect(ana.page.getByText('Nobody’s name or username begins with “zzz”.')).toBeVisible()
})

test('an address of nobody says so', async ({ open, server, watch }) => {
  watch.expect(/status of 404 .*\/api\/v1\//)
  const ana = await open(await server.join('chloe'))
  await ana.goto('/c/nobody_here')
  await expect(ana.page.getByText('There is nobody called @nobody_here here.')).toBeVisible()
  await ana.goto('/c/chloe')
  await expect(ana.page.getByText('This is you.')).toBeVisible()
})

test('an address that is nothing is said by the app, to programs by the API', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 404 .*\/foo\/bar$/)
  const dana = await open(await server.join('dana'))
  await dana.goto('/foo/bar')
  await expect(dana.page.getByText('There is nothing at this address.')).toBeVisible()
  const answers = await Promise.all(
    ['/foo/bar', '/api/v1/foo'].map((path) => fetch(server.url + path, { headers: { accept: '*/*' } })),
  )
  for (const answer of answers) {
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not_found' })
  }
})

test('Enter opens the first one found, also when it is faster than the answer', async ({ open, server }) => {
  const emre = await open(await server.join('emre'))
  await server.join('zoe_1', 'Zoë One')
  await emre.goto('/new')
  await expect(emre.page.getByRole('list', { name: 'People' }).getByRole('link').first()).toBeVisible()
  await emre.page.getByLabel('Name or username').fill('zoe')
  await emre.page.keyboard.press('Enter')
  await expect(emre.page.getByRole('textbox', { name: 'Message to Zoë One' })).toBeFocused()
})
