// Lists of which only a part is drawn, read as a whole by scrolling through them.
import type { Page } from '@playwright/test'
import type { Person } from './person.ts'

/** Every message of the open chat, as one sees them who scrolls to its beginning. @returns them oldest first. */
export async function readUpwards(person: Person): Promise<string[]> {
  const found = await person.history.evaluate(async (box) => {
    const texts = new Map<number, string>()
    const begins = () => box.textContent.includes('begins here.')
    for (let turns = 0; turns < 2000; turns++) {
      for (const row of box.querySelectorAll('li'))
        texts.set(Number(row.ariaPosInSet), row.querySelector('[dir=auto]')?.textContent ?? '')
      if (box.scrollTop === 0 && begins()) break
      box.scrollTop -= box.clientHeight / 2
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    }
    return [...texts]
  })
  return found.sort(([one], [other]) => one - other).map(([, text]) => text)
}

/** The list of chats down to its end. @param count how many there are. */
export async function readList(page: Page, count: number) {
  const list = page.getByRole('list', { name: 'Chats' })
  await list.waitFor()
  return list.evaluate(async (box, count) => {
    const all = () => [...box.querySelectorAll<HTMLElement>('[data-username]')]
    for (let turns = 0; turns < 400 && all().length < count; turns++) {
      box.scrollTop = box.scrollHeight
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    box.scrollTop = box.scrollHeight
    return all().map((row) => ({
      username: row.dataset.username ?? '',
      name: row.querySelector('bdi')?.textContent ?? '',
      preview: row.querySelectorAll('[dir=auto]')[1]?.textContent ?? '',
    }))
  }, count)
}
