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
  const [anaOnline, benOnline] = [await server.join('ana'), await server.join('ben')]
  await anaOnline.send('ben', '  indented\n\n  <b>kept</b> as typed')
  await benOnline.send('ana', 'Seen')
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await expect(ana.message('Seen')).toBeVisible()
  await ana.composer.fill('half a thought')
  await ana.page.reload()
  await expect(ana.messages).toHaveCount(2)
  await expect(ana.messages.first().locator('.message-text')).toHaveText(
    'indented\n\n  <b>kept</b> as typed',
    {
      useInnerText: true,
    },
  )
  await expect(ana.composer).toHaveValue('half a thought')
  await expect(ana.announcements).toBeEmpty()

  await ana.signOut()
  await ana.page.goBack()
  await expect(ana.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(ana.page.getByText('Seen')).toHaveCount(0)
  expect(await ana.page.evaluate(() => Object.keys(localStorage))).toEqual([])
  await ana.signIn('ana')
  await expect(ana.message('Seen')).toBeVisible()
  await expect(ana.composer).toHaveValue('')
})

test('nothing is read in a window that is not in front', async ({ open, server }) => {
  const [anaOnline, benOnline] = [await server.join('ana'), await server.join('ben')]
  await anaOnline.send('ben', 'Hello')
  const ben = await open(benOnline)
  await ben.page.addInitScript(() => {
    document.hasFocus = () => 'isInFront' in window
  })
  const reads: string[] = []
  ben.page.on('request', (request) => request.url().endsWith('/read') && reads.push(request.url()))
  await ben.openChat('ana')
  await expect(ben.message('Hello')).toBeVisible()
  await anaOnline.send('ben', 'Look here')
  await expect(ben.message('Look here')).toBeVisible()
  // Longer than a row has to be seen.
  await ben.page.waitForTimeout(600)
  expect(reads).toEqual([])
  await ben.page.evaluate(() => {
    Object.assign(window, { isInFront: true })
    window.dispatchEvent(new Event('focus'))
  })
  await expect(ben.unreadIn(cast.ana)).toHaveCount(0)
})
