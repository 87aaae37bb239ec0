import { cast } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'

test('the screens of somebody busy look well and are accessible', async ({ open, server, watch }) => {
  watch.expect(/status of 403 |ERR_INTERNET_DISCONNECTED/)
  const [ana, ben, chloe, dana] = [
    await server.join('ana'),
    await server.join('ben'),
    await server.join('chloe'),
    await server.join('dana', 'דנה לוי'),
  ]
  await server.join('emre')
  await server.join('franz', 'Franz-Ferdinand von und zu Hohenstein-Gerolzhofen der Jüngere')
  for (let number = 1; number <= 20; number++) await chloe.send('ana', `Photo ${number} of the harbour`)
  await dana.send('ana', 'שלום! מה שלומך? See you at 5?')
  for (const [from, text] of talk)
    await (from === 'ana' ? ana : ben).send(from === 'ana' ? 'ben' : 'ana', text)

  const person = await open(ana)
  const other = await open(ben)
  await person.goto('/')
  await person.chatRow(cast.ben).waitFor()
  await inspect(person.page, 'chats')
  await person.goto('/new')
  await person.page.getByRole('link', { name: cast.emre }).waitFor()
  await inspect(person.page, 'people')

  await other.openChat('ana')
  await other.page.getByRole('button', { name: /^To the newest message/ }).click()
  await person.openChat('ben')
  await expect(person.message('On my way!')).toContainText('Read')
  await person.page.route('**/api/v1/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  )
  await person.say('This one is refused')
  await person.page.getByRole('button', { name: 'Delete' }).waitFor()
  await person.page.unroute('**/api/v1/messages')
  await person.composer.fill('A draft that goes over\nthree lines, as people write\nwhen they have time')
  await inspect(person.page, 'chat')

  await person.openChat('chloe')
  await expect(person.page.getByText('New', { exact: true })).toBeInViewport()
  await inspect(person.page, 'unread')
  await person.page.context().setOffline(true)
  await person.say('Sent from nowhere')
  await person.page.getByText('You are offline.').waitFor()
  await inspect(person.page, 'offline')
})

const refusal = { code: 'not_accepting', status: 403, title: '', type: '', requestId: '' }
const talk: [from: 'ana' | 'ben', text: string][] = [
  ['ana', 'Hi Ben, are you coming to the harbour today?'],
  ['ben', 'Yes! When?'],
  [
    'ben',
    'I have to be back by eight, though. The children have their concert, and I promised to bring the cake.',
  ],
  ['ana', 'Six?'],
  ['ben', 'Perfect 🎉'],
  ['ana', 'Bring:\n  - bread\n  - cheese\n  - the *good* knife'],
  ['ben', `https://example.org/${'a-very-long-path/'.repeat(9)}`],
  ['ana', 'On my way!'],
]
