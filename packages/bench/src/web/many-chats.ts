import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { type Figure, median } from '../scenario.ts'
import { AppPage } from './app-page.ts'
import type { World } from './world.ts'

/** Twenty chats are visited, one after the other; then again, when all of them are here. */
export async function measureManyChats(browser: Browser, world: World): Promise<Figure[]> {
  const { origin, me, long, usual } = world
  await using app = await AppPage.open(browser, origin, me, { message: long.lastId })
  await app.page.goto(`/c/${long.username}`)
  await app.firstPaint()
  const visit = async () => {
    const taken: number[] = []
    for (const { username, lastId } of usual) {
      const row = app.page.locator(`a[data-username="${username}"]`)
      taken.push(await app.painted({ message: lastId, since: 'click' }, () => row.click()))
      await pause(250)
    }
    return median(taken)
  }
  const first = await visit()
  const heap = await app.heapBytes()
  const again = await visit()
  return [
    { name: 'switching to a chat for the first time', value: first, unit: 'ms' },
    { name: 'switching to a cached chat', value: again, unit: 'ms', target: { most: 80 } },
    { name: 'heap after 20 chats', value: heap / 1e6, unit: 'MB', target: { most: 120 } },
  ]
}
