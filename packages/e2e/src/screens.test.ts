import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { cast } from '@chatapp/server/testing'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const pictures = join(import.meta.dirname, '../../../test-results/screens')
const sizes = { 360: 740, 768: 1024, 1440: 900 }

/** Axe finds nothing, wide and narrow; in the dark only colours differ. The pictures are for a pair of eyes. */
async function inspect(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const [width, height] of Object.entries(sizes)) {
      await page.setViewportSize({ width: Number(width), height })
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) })
      if (width === '768') continue
      // There are no frames of others, for which alone the newer mode is needed.
      const axe = new AxeBuilder({ page }).setLegacyMode()
      const { violations } = await (colorScheme === 'dark' ? axe.withRules('color-contrast') : axe).analyze()
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
      expect.soft(found, `${name}, ${width} wide, ${colorScheme}`).toEqual([])
    }
  }
}

test('the screens before somebody is in look well and are accessible', async ({ open, server }) => {
  const { page } = await open()
  await page.goto('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await inspect(page, 'sign-in')
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await inspect(page, 'sign-up-mistakes')
  await page.goto(await server.setUpLink())
  await page.getByRole('heading', { name: 'Set up ChatApp' }).waitFor()
  await inspect(page, 'set-up')
})

test('the screens of somebody new look well and are accessible', async ({ open, server, watch }) => {
  watch.expect(/status of 404 /)
  const ana = await open(await server.join('ana'))
  await ana.goto('/')
  await ana.page.getByText('No chats yet.').waitFor()
  await inspect(ana.page, 'no-chats')
  await ana.goto('/new')
  await ana.page.getByText('Nobody else is here yet.').waitFor()
  await inspect(ana.page, 'nobody-else')
  await ana.goto('/c/nobody')
  await ana.page.getByText('There is nobody called').waitFor()
  await inspect(ana.page, 'nobody-called-so')
  await server.join('ben')
  await ana.openChat('ben')
  await ana.page.getByText('No messages yet.').waitFor()
  await inspect(ana.page, 'empty-chat')
})

test('the screens of somebody busy look well and are accessible', async ({ open, server, watch }) => {
  watch.expect(/status of 403 /)
  const [ana, ben, chloe, dana] = [
    await server.join('ana'),
    await server.join('ben'),
    await server.join('chloe'),
    await server.join('dana', 'דנה לוי'),
  ]
  await server.join('emre')
  await server.join('franz', 'Franz-Ferdinand von und zu Hohenstein-Gerolzhofen der Jüngere')
  for (let number = 1; number <= 14; number++) await chloe.send('ana', `Photo ${number} of the harbour`)
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
