// Two tabs of one browser: what one does, the other knows.
import { cast } from '@chatapp/server/testing'
import { Person } from './person.ts'
import { expect, test } from './test.ts'

const noConnection = /ERR_FAILED|ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|WebSocket connection/
const sends = '**/api/v1/messages'
const within1s = { timeout: 1000 }

async function besides(person: Person): Promise<Person> {
  return new Person(await person.page.context().newPage())
}

/** What is kept in this browser to be sent, by any tab. */
const keptSends = ({ page }: Person) =>
  page.evaluate(
    () =>
      new Promise<{ body: string }[]>((resolve, reject) => {
        const opening = indexedDB.open('chatapp', 1)
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const db = opening.result
          const asking = db.transaction('sends').objectStore('sends').getAll()
          asking.onsuccess = () => resolve(asking.result)
          db.close()
        }
      }),
  )

test('tabs agree on drafts, the theme and what is read', async ({ open, server }) => {
  const [anaOnline, ben] = [await server.join('ana'), await server.join('ben')]
  await ben.send('ana', 'Hello')
  const ana = await open(anaOnline)
  await ana.goto('/')
  await ana.chatRow(cast.ben).waitFor()
  const tab = await besides(ana)
  await tab.openChat('ben')
  await expect(ana.unreadIn(cast.ben)).toHaveCount(0)
  await expect(ana.page).toHaveTitle('Chats · ChatApp')

  await tab.composer.fill('Half a thought')
  await expect(ana.chatRow(cast.ben)).toContainText('Draft: Half a thought', within1s)
  await ana.page.bringToFront()
  await ana.chatRow(cast.ben).click()
  await expect(ana.composer).toHaveValue('Half a thought')
  await ana.composer.fill('A whole one')
  await expect(tab.composer).toHaveValue('A whole one', within1s)
  await ana.composer.press('Enter')
  await expect(tab.composer).toHaveValue('', within1s)
  await expect(tab.message('A whole one')).toHaveCount(1)

  await ana.page.getByRole('button', { name: 'Your account' }).click()
  for (const theme of ['Dark', 'Light']) {
    await ana.page.getByText(theme).click()
    await expect(tab.page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase(), within1s)
  }
  await ana.page.getByText('System').click()
  await expect(tab.page.locator('html')).not.toHaveAttribute('data-theme', /./, within1s)
})

test('signing out in one tab leaves nothing in the other', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [chloeOnline, dana] = [await server.join('chloe'), await server.join('dana')]
  await dana.send('chloe', 'Between us')
  const chloe = await open(chloeOnline)
  await chloe.goto('/')
  await chloe.chatRow(cast.dana).waitFor()

  // One tab is still there, the other was closed before all of it was sent.
  const [tab, closed] = [await besides(chloe), await besides(chloe)]
  for (const { page } of [tab, closed])
    await page.route(sends, (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    )
  await closed.openChat('dana')
  await closed.say('Written elsewhere')
  await expect(closed.message('Written elsewhere')).toContainText('Waiting')
  await tab.openChat('dana')
  await expect(tab.message('Between us')).toBeVisible()
  await tab.say('Never to be sent')
  await expect(tab.message('Never to be sent')).toContainText('Waiting')
  await tab.composer.fill('Never to be read')
  await expect.poll(async () => (await keptSends(tab)).length).toBe(2)
  await closed.page.close()

  await chloe.page.bringToFront()
  await chloe.signOut()
  await expect(tab.page.getByRole('heading', { name: 'Sign in' })).toBeVisible(within1s)
  await expect(tab.page.getByText(/Between us|Never to be/)).toHaveCount(0)
  await expect.poll(() => keptSends(chloe)).toEqual([])
  expect(await tab.page.evaluate(() => Object.keys(localStorage))).toEqual([])

  await tab.page.unroute(sends)
  await tab.page.bringToFront()
  await tab.signIn('chloe')
  await expect(tab.message('Between us')).toBeVisible()
  await tab.say('A new beginning')
  await expect(tab.message('A new beginning')).toContainText('Sent')
  await expect(tab.messages).toHaveCount(2)
  await expect(tab.composer).toHaveValue('')
  const { body } = await dana.call('listMessages', { query: { with: 'chloe' } })
  expect(body.items).toMatchObject([{ body: 'Between us' }, { body: 'A new beginning' }])
})

test('an old version says so, and what was typed outlives its end', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [emreOnline, fay] = [await server.join('emre'), await server.join('fay')]
  const emre = await open(emreOnline)
  await emre.openChat('fay')
  await expect(emre.page.getByText('No messages yet.')).toBeVisible()
  const tab = await besides(emre)
  await tab.openChat('fay')
  // To this tab alone the server is another one when it comes back.
  await emre.page.route(`${server.url}/`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<script type="module" src="/assets/index-new.js"></script>',
    }),
  )
  await emre.page.route(sends, (route) => route.abort())
  await emre.page.bringToFront()
  await emre.say('On its way')
  await emre.composer.fill('Not finished')
  await server.stop()
  await server.start()
  await expect(emre.page.getByText('A new version is here.')).toBeVisible({ timeout: 20_000 })
  await expect(emre.composer).toHaveValue('Not finished')
  await emre.page.unroute(sends)
  await emre.page.getByRole('button', { name: 'Reload' }).click()
  await expect(emre.message('On its way')).toContainText(/Sent|Delivered/)
  await expect(emre.composer).toHaveValue('Not finished')
  await expect(emre.messages).toHaveCount(1)
  await expect(tab.message('On its way')).toHaveCount(1)
  await expect(tab.page.getByText('A new version is here.')).toHaveCount(0)
  const { body } = await fay.call('listMessages', { query: { with: 'emre' } })
  expect(body.items).toHaveLength(1)
})

for (const [version, records] of [
  [
    1,
    [{ id: 'older' }, { id: 'old', from: 'gus', to: 'hana', text: 'Hi', state: 'queued' }, { id: 5, v: 2 }],
  ],
  [7, []],
] as const)
  test(`a browser with records of version ${version} from another time starts`, async ({ open, server }) => {
    const who = `gus_${version}`
    const gus = await open(await server.join(who))
    await server.join(`hana_${version}`)
    await gus.goto('/')
    await gus.page.getByText('No chats yet.').waitFor()
    await gus.page.evaluate(write, {
      version,
      records: JSON.stringify(records).replaceAll(/gus|hana/g, `$&_${version}`),
    })
    await gus.page.evaluate((me) => {
      localStorage.setItem('theme', '{"v":2,"name":"solarized"}')
      localStorage.setItem(`draft ${me}`, '{"v":2}')
      localStorage.setItem('chatapp', '{"v":2}')
    }, who)
    await gus.openChat(`hana_${version}`)
    await expect(gus.page.getByText('No messages yet.')).toBeVisible()
    await gus.say('As ever')
    await expect(gus.message('As ever')).toContainText('Sent')
    await expect(gus.messages).toHaveCount(1)
  })

/** In the page: what an app of another time has left in its database. */
function write({ version, records }: { version: number; records: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('chatapp', version)
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      const writing = db.transaction('sends', 'readwrite')
      for (const record of JSON.parse(records)) writing.objectStore('sends').put(record)
      writing.oncomplete = () => resolve()
      db.close()
    }
  })
}
