// Who somebody is: changed on one screen, seen on the others without a reload.
import { writeFileSync } from 'node:fs'
import { cast } from '@chatapp/server/testing'
import type { Page } from '@playwright/test'
import { inspect } from './inspect.ts'
import type { Person } from './person.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

/** A photo as a phone would give it, more or less: wide, with something in its middle. */
async function photo(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 900, height: 600 })
    const context = canvas.getContext('2d')!
    const sky = context.createLinearGradient(0, 0, 0, 600)
    sky.addColorStop(0, '#7db9e8')
    sky.addColorStop(1, '#f6d365')
    context.fillStyle = sky
    context.fillRect(0, 0, 900, 600)
    context.fillStyle = '#b3261e'
    context.beginPath()
    context.arc(450, 300, 180, 0, 7)
    context.fill()
    return canvas.toDataURL('image/jpeg').split(',')[1]!
  })
  return Buffer.from(base64, 'base64')
}

const choose = ({ page }: Person, buffer: Buffer, mimeType = 'image/jpeg', name = 'photo.jpg') =>
  page.getByLabel('Picture', { exact: true }).setInputFiles({ name, mimeType, buffer })
const pictureIn = (place: ReturnType<Page['locator']>) => place.locator('img')
const ownProfile = ({ page }: Person) => page.getByRole('region', { name: 'Profile' })
/** It came, and is drawn. */
const isDrawn = (place: ReturnType<Page['locator']>) =>
  expect
    .poll(() => pictureIn(place).evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
    .toBe(256)

test('a new name and picture are seen by the other one without a reload', async ({ open, server }) => {
  const [anas, bens] = [await server.join('ana'), await server.join('ben')]
  await anas.send('ben', 'Hello Ben')
  await bens.send('ana', 'Hello Ana')
  const [ana, ben, phone] = [await open(anas), await open(bens), await open(anas)]
  await ben.openChat('ana')
  await phone.goto('/settings')
  await ownProfile(phone).getByText(cast.ana).waitFor()
  await ana.goto('/')
  await ana.page.getByRole('button', { name: 'Your account' }).click()
  await ana.page.getByRole('link', { name: 'Settings' }).click()
  await ana.page.getByRole('link', { name: 'Edit profile' }).click()
  await expect(ana.page.getByLabel('Your name')).toBeFocused()

  await choose(ana, await photo(ana.page))
  await expect(ana.page.getByRole('img', { name: /^The chosen one/ })).toBeVisible()
  await expect(ana.page.getByRole('button', { name: 'Use this picture' })).toBeFocused()
  await inspect(ana.page, 'picture-chosen')
  await ana.page.keyboard.press('Enter')
  await expect(ana.announcements).toContainText('Your picture is changed.')
  await expect(ana.page.getByRole('button', { name: 'Choose a picture' })).toBeFocused()
  await isDrawn(ana.page.getByRole('region', { name: 'Your picture' }))
  await isDrawn(ben.chatRow(cast.ana))
  await isDrawn(ben.page.locator('section[data-pane=main] header'))
  await isDrawn(ownProfile(phone))

  await ana.page.getByLabel('Your name').fill('Ana of the Lighthouse')
  await ana.page.getByLabel('About you').fill('Keeper of the light.\nAwake at night.')
  await expect(ana.page.getByText('264 characters left')).toBeVisible()
  await ana.page.getByRole('button', { name: 'Save' }).click()
  await expect(ana.page.getByText('Your profile is saved.')).toBeVisible()
  await inspect(ana.page, 'profile')
  await expect(ben.chatRow('Ana of the Lighthouse')).toBeVisible()
  await expect(ben.page.getByRole('heading', { name: 'Ana of the Lighthouse' })).toBeVisible()
  await expect(ownProfile(phone).getByText('Ana of the Lighthouse')).toBeVisible()

  await ben.page.getByRole('button', { name: 'About Ana of the Lighthouse' }).click()
  const about = ben.page.getByRole('dialog', { name: 'Ana of the Lighthouse' })
  await expect(about).toContainText('Keeper of the light.\nAwake at night.')
  await isDrawn(about)
  await inspect(ben.page, 'about-person')
  await ben.page.keyboard.press('Escape')
  await expect(about).toHaveCount(0)
  await expect(ben.page.getByRole('button', { name: 'About Ana of the Lighthouse' })).toBeFocused()
  await inspect(ben.page, 'chat-with-picture')
  await ben.page.getByRole('link', { name: 'New chat' }).click()
  await isDrawn(ben.page.getByRole('list', { name: 'People' }))

  await ana.page.getByRole('button', { name: 'Remove picture' }).click()
  await expect(ana.announcements).toContainText('Your picture is removed.')
  await expect(pictureIn(ben.chatRow('Ana of the Lighthouse'))).toHaveCount(0)
  await expect(pictureIn(ana.page.getByRole('region', { name: 'Your picture' }))).toHaveCount(0)
  await expect(ana.page.getByRole('button', { name: 'Remove picture' })).toHaveCount(0)
})

test('who was offline sees the change when they are back', async ({ open, server, watch }) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/)
  const [chloes, danas] = [await server.join('chloe'), await server.join('dana')]
  await chloes.send('dana', 'Hello Dana')
  const [dana, chloe] = [await open(danas), await open(chloes)]
  await dana.goto('/')
  await dana.chatRow(cast.chloe).waitFor()
  await chloe.goto('/settings')
  await ownProfile(chloe).getByText(cast.chloe).waitFor()
  for (const { page } of [dana, chloe]) await page.context().setOffline(true)
  await chloes.call('updateProfile', { body: { name: 'Chloé at sea' } })
  for (const { page } of [dana, chloe]) await page.context().setOffline(false)
  await expect(dana.chatRow('Chloé at sea')).toBeVisible()
  await expect(ownProfile(chloe).getByText('Chloé at sea')).toBeVisible()
})

test('a picture may be dropped or pasted, and what is none is said to be none', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 422 /)
  const emre = await open(await server.join('emre'))
  const { page } = emre
  await emre.goto('/settings/profile')
  const editor = page.getByRole('region', { name: 'Your picture' })
  const notOne = 'This is not a picture that can be read.'
  for (const [mimeType, text] of [
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['text/html', '<script>alert(1)</script>'],
    ['image/png', '<script>alert(1)</script>'],
  ] as const) {
    await choose(emre, Buffer.from(text), mimeType, 'x')
    await expect(editor.getByRole('alert')).toContainText(notOne)
    await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeVisible()
  }
  await choose(emre, Buffer.alloc(0), 'image/png')
  await expect(editor.getByRole('alert')).toContainText('This file is empty.')
  const large = test.info().outputPath('large.png')
  writeFileSync(large, Buffer.alloc(10 * 1024 * 1024 + 1))
  await page.getByLabel('Picture', { exact: true }).setInputFiles(large)
  await expect(editor.getByRole('alert')).toContainText('This file is too large.')
  await inspect(page, 'picture-mistake')

  const bytes = await photo(page)
  // Browsers draw what is there of a damaged one; the server does not take it.
  await choose(emre, bytes.subarray(0, bytes.length / 2))
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await expect(editor.getByRole('alert')).toContainText(notOne)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeFocused()

  for (const kind of ['drop', 'paste'] as const) {
    await editor.evaluate(handOver, { kind, base64: bytes.toString('base64') })
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await isDrawn(editor)
    await page.getByRole('button', { name: 'Remove picture' }).click()
    await expect(pictureIn(editor)).toHaveCount(0)
  }
})

/** In the page: a file comes as somebody drops or pastes it. */
function handOver(place: Element, { kind, base64 }: { kind: 'drop' | 'paste'; base64: string }): void {
  const files = new DataTransfer()
  files.items.add(new File([Uint8Array.fromBase64(base64)], 'photo.jpg', { type: 'image/jpeg' }))
  const how = { bubbles: true, cancelable: true }
  place.dispatchEvent(
    kind === 'drop'
      ? new DragEvent('drop', { ...how, dataTransfer: files })
      : new ClipboardEvent('paste', { ...how, clipboardData: files }),
  )
}

test('what cannot be saved is said at its field', async ({ open, server, watch }) => {
  watch.expect(/status of 422 /)
  const fay = await open(await server.join('fay'))
  await fay.goto('/settings/profile')
  const [name, bio] = [fay.page.getByLabel('Your name'), fay.page.getByLabel('About you')]
  await name.fill('')
  await fay.page.getByRole('button', { name: 'Save' }).click()
  await expect(fay.page.getByText('Fill this in.')).toBeVisible()
  await name.fill('\u200b')
  await name.press('Enter')
  await expect(fay.page.getByText('Fill this in.')).toBeVisible()
  await name.fill('Fay')
  await bio.fill('x'.repeat(303))
  await expect(fay.page.getByText('3 characters too many')).toBeVisible()
  await fay.page.getByRole('button', { name: 'Save' }).click()
  await expect(fay.page.getByText('Use at most 300 characters on 5 lines.')).toBeVisible()
  await expect(bio).toBeFocused()
  await inspect(fay.page, 'profile-mistake')
  await fay.goto('/settings')
  await expect(ownProfile(fay).getByText('fay', { exact: true })).toBeVisible()
})

test('right to left, on a phone and zoomed in, nothing sticks out', async ({ open, server }) => {
  const [gus, hana] = [await server.join('gus'), await server.join('hana')]
  await hana.call('updateProfile', {
    body: { name: 'هنا الطويلة الاسم جدا', bio: `سطر\n${'a'.repeat(200)}` },
  })
  const person = await open(gus, { viewport: { width: 360, height: 740 } })
  await person.page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.dir = 'rtl'
    })
  })
  for (const size of [
    { width: 390, height: 844 },
    { width: 320, height: 256 },
  ]) {
    await person.page.setViewportSize(size)
    await person.goto('/settings/profile')
    await choose(person, await photo(person.page))
    await person.page.getByRole('button', { name: 'Use this picture' }).waitFor()
    expect(await person.page.evaluate(stickingOut)).toEqual([])
    await person.page.screenshot({ path: `test-results/screens/profile-rtl-${size.width}.png` })
    await person.openChat('hana')
    await person.page.getByRole('button', { name: /^About / }).click()
    await person.page.getByText('سطر').waitFor()
    expect(await person.page.evaluate(stickingOut)).toEqual([])
    await person.page.screenshot({ path: `test-results/screens/about-rtl-${size.width}.png` })
  }
})
