import { castPassword } from '@chatapp/server/testing'
import { findNothing, inspect } from './inspect.ts'
import type { Person } from './person.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

test.beforeEach(({ watch }) => watch.expect(/status of 40(1|3|4) /))

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })
const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

test('one deletes the account, is told until when one can come back, and comes back', async ({
  open,
  server,
}) => {
  const [anas, bens] = [await server.join('ana'), await server.join('ben')]
  await anas.send(bens, 'hello Ben')
  const ana = await open(anas)
  const { page } = ana
  await ana.goto('/settings')
  await expect(page.getByRole('heading', { name: 'Your data' })).toBeVisible()
  await button(ana, 'Delete account').click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  await expect(dialog).toContainText('The people you talked with keep their messages')
  await expect(button(ana, 'Keep my account')).toBeFocused()
  await inspect(page, 'delete-account')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button(ana, 'Delete account')).toBeFocused()

  await page.keyboard.press('Enter')
  await button(ana, 'Delete my account').click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long' }).format(Date.now() + 14 * 86_400_000)
  await expect(page.getByText(`Your account will be deleted on ${day}.`)).toBeVisible()
  await inspect(page, 'goodbye')
  await page.reload()
  await expect(page.getByText(`Your account will be deleted on ${day}.`)).toBeVisible()

  await page.getByRole('link', { name: 'Sign in' }).click()
  await ana.signIn('ana')
  await expect(page.getByRole('heading', { name: 'Your account stays' })).toBeVisible()
  await expect(ana.announcements).toContainText('Your account stays.')
  await inspect(page, 'welcome-back')
  await page.getByRole('link', { name: 'Go on' }).click()
  await ana.chatRow('Ben').click()
  await expect(ana.texts).toHaveText(['hello Ben'])
  await ana.signOut()
  await ana.signIn('ana')
  await expect(page.getByRole('heading', { name: 'Chats' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Your account stays' })).toBeHidden()
})

test('who was deleted is shown as such, and cannot be written to', async ({ open, server }) => {
  const [dana, emre] = [await server.join('dana'), await server.join('emre')]
  await dana.send(emre, 'goodbye Emre')
  await emre.send(dana, 'goodbye Dana')
  await dana.call('deleteAccount')
  await server.letGraceEnd()
  const person = await open(emre)
  const { page } = person
  await person.goto('/c/dana')
  await expect(page.getByRole('heading', { name: 'Deleted account' })).toBeVisible()
  await expect(person.texts).toHaveText(['goodbye Emre', 'goodbye Dana'])
  await expect(page.getByText('This account was deleted. Nobody can write to it any more.')).toBeVisible()
  await expect(person.composer).toBeHidden()
  await expect(button(person, 'About Deleted account')).toBeHidden()
  await inspect(page, 'deleted-account')
  await person.goto('/new')
  await page.getByRole('searchbox', { name: 'Name or username' }).fill('dana')
  await expect(page.getByText(/nobody|no one/i)).toBeVisible()
})

for (const dir of ['ltr', 'rtl'])
  test(`on a phone, ${dir}, all of it fits, and asks for the password first`, async ({ open, server }) => {
    const username = `fay_${dir}`
    const fay = await open(await server.join(username), phone)
    const { page } = fay
    await page.addInitScript((dir) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = dir
      })
    }, dir)
    const look = async (where: string) => {
      await page.screenshot({
        animations: 'disabled',
        path: `test-results/screens/leaving-phone-${dir}-${where}.png`,
      })
      expect(await page.evaluate(stickingOut), where).toEqual([])
      await findNothing(page, where)
    }
    server.ageSessions()
    await fay.goto('/settings')
    await button(fay, 'Delete account').scrollIntoViewIfNeeded()
    await look('settings')
    await button(fay, 'Delete account').tap()
    await look('question')
    await page.setViewportSize({ width: 320, height: 256 })
    await button(fay, 'Delete my account').scrollIntoViewIfNeeded()
    await look('question-zoomed')
    await page.setViewportSize(phone.viewport)
    await button(fay, 'Delete my account').tap()
    const confirm = page.getByRole('dialog', { name: 'Is it you?' })
    await button(fay, 'Cancel').tap()
    await expect(confirm).toBeHidden()
    await button(fay, 'Delete my account').tap()
    await confirm.getByLabel('Your password', { exact: true }).fill(castPassword)
    await button(fay, 'Go on').tap()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await look('goodbye')
    await page.getByRole('link', { name: 'Sign in' }).tap()
    await fay.signIn(username)
    await page.getByRole('heading', { name: 'Your account stays' }).waitFor()
    await look('welcome-back')
  })

test('the last administrator is told why they stay, and other tabs hear of who leaves', async ({
  open,
  server,
}) => {
  const stranger = await open()
  await stranger.goto(await server.setUpLink())
  await stranger.fillRegistration('root_ada', 'Ada')
  await stranger.page.getByRole('button', { name: /Make the/ }).click()
  await stranger.page.getByRole('heading', { name: 'Chats' }).waitFor()
  await stranger.goto('/settings')
  await button(stranger, 'Delete account').click()
  await button(stranger, 'Delete my account').click()
  await expect(stranger.page.getByText('You are the last administrator here.')).toBeVisible()

  const gus = await open(await server.join('gus'))
  await gus.goto('/settings')
  const tab = await gus.page.context().newPage()
  await tab.goto('/')
  await tab.getByRole('heading', { name: 'Chats' }).waitFor()
  await button(gus, 'Delete account').click()
  await button(gus, 'Delete my account').click()
  await expect(tab.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
