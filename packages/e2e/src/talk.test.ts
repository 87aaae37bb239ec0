import { cast } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

test('two people sign up, find each other and talk, live on both sides', async ({ open }) => {
  const [ana, ben] = [await open(), await open()]
  await ana.signUp('ana', cast.ana)
  await ben.signUp('ben', cast.ben)
  await expect(ben.page.getByText('No chats yet.')).toBeVisible()

  await ana.findPerson('be', cast.ben)
  await expect(ana.page.getByText('No messages yet.')).toBeVisible()
  await ana.say('Hello Ben')
  await expect(ana.message('Hello Ben')).toContainText('Delivered')

  // Their first conversation appears in a list that was empty.
  await expect(ben.chatRow(cast.ana)).toContainText('Hello Ben')
  await expect(ben.unreadIn(cast.ana)).toHaveText('1 unread')
  await expect(ben.page).toHaveTitle('(1) Chats · ChatApp')
  await ana.say('Are you there?')
  await expect(ben.unreadIn(cast.ana)).toHaveText('2 unread')

  await ben.chatRow(cast.ana).click()
  await expect(ben.message('Are you there?')).toBeVisible()
  await expect(ben.unreadIn(cast.ana)).toHaveCount(0)
  await expect(ben.page).toHaveTitle(`${cast.ana} · ChatApp`)
  await expect(ana.message('Are you there?')).toContainText('Read')

  await ben.say('I am.\nWith a second line')
  await expect(ana.messages.last()).toContainText('I am.')
  await expect(ana.announcements).toContainText(`${cast.ben}: I am.`)
  await expect(ben.announcements).toBeEmpty()
  await expect(ana.chatRow(cast.ben)).toContainText('I am. With a second line')
  await expect(ben.chatRow(cast.ana)).toContainText('You: I am. With a second line')
})

test('a reload keeps everything, and signing out leaves nothing', async ({ open, server }) => {
  const [chloeOnline, danaOnline] = [await server.join('chloe'), await server.join('dana')]
  await chloeOnline.send('dana', '  indented\n\n  <b>kept</b> as typed')
  await danaOnline.send('chloe', 'Seen')
  const chloe = await open(chloeOnline)
  await chloe.openChat('dana')
  await expect(chloe.message('Seen')).toBeVisible()
  await chloe.composer.fill('half a thought')
  await chloe.page.reload()
  await expect(chloe.messages).toHaveCount(2)
  await expect(chloe.texts.first()).toHaveText('indented\n\n  <b>kept</b> as typed', {
    useInnerText: true,
  })
  await expect(chloe.composer).toHaveValue('half a thought')
  await expect(chloe.announcements).toBeEmpty()

  await chloe.signOut()
  await chloe.page.goBack()
  await expect(chloe.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(chloe.page.getByText('Seen')).toHaveCount(0)
  expect(await chloe.page.evaluate(() => Object.keys(localStorage))).toEqual([])
  await chloe.signIn('chloe')
  await expect(chloe.message('Seen')).toBeVisible()
  await expect(chloe.composer).toHaveValue('')
})

test('nothing is read in a window that is not in front', async ({ open, server }) => {
  const [emreOnline, fayOnline] = [await server.join('emre'), await server.join('fay')]
  await emreOnline.send('fay', 'Hello')
  const fay = await open(fayOnline)
  await fay.page.addInitScript(() => {
    document.hasFocus = () => 'isInFront' in window
  })
  const reads: string[] = []
  fay.page.on('request', (request) => request.url().endsWith('/read') && reads.push(request.url()))
  await fay.openChat('emre')
  await expect(fay.message('Hello')).toBeVisible()
  await emreOnline.send('fay', 'Look here')
  await expect(fay.message('Look here')).toBeVisible()
  // Longer than a row has to be seen.
  await fay.page.waitForTimeout(600)
  expect(reads).toEqual([])
  await fay.page.evaluate(() => {
    Object.assign(window, { isInFront: true })
    window.dispatchEvent(new Event('focus'))
  })
  await expect(fay.unreadIn(cast.emre)).toHaveCount(0)
})
