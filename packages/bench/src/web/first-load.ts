import type { Browser } from '@playwright/test'
import { type Figure, median } from '../scenario.ts'
import { AppPage } from './app-page.ts'
import type { World } from './world.ts'

/** A chat's address, opened by somebody who is signed in and has nothing of the app yet. */
export async function measureFirstLoad(browser: Browser, world: World, rounds: number): Promise<Figure[]> {
  const loads: Awaited<ReturnType<typeof loadOnce>>[] = []
  // The first one also starts the browser's and the server's own machinery.
  for (let round = 0; round <= rounds; round++) {
    const load = await loadOnce(browser, world)
    if (round > 0) loads.push(load)
  }
  const of = (value: (load: (typeof loads)[number]) => number) => median(loads.map(value))
  return [
    { name: 'first load: LCP', value: of(({ lcpMs }) => lcpMs), unit: 'ms', target: { most: 800 } },
    { name: 'first load: CLS', value: of(({ shift }) => shift), unit: '', target: { most: 0.02 } },
    { name: 'first load: usable and painted', value: of(({ usableMs }) => usableMs), unit: 'ms' },
    { name: 'first load: JavaScript', value: of(({ js }) => js) / 1000, unit: 'kB', target: { most: 160 } },
    { name: 'first load: CSS', value: of(({ css }) => css) / 1000, unit: 'kB', target: { most: 15 } },
  ]
}

async function loadOnce(browser: Browser, { origin, me, long }: World) {
  await using app = await AppPage.open(browser, origin, me, { message: long.lastId })
  await app.page.goto(`/c/${long.username}`)
  const usableMs = await app.firstPaint()
  const bytes = await app.page.evaluate(() =>
    Object.fromEntries(
      ['js', 'css'].map((kind) => [
        kind,
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter(({ name }) => name.endsWith(`.${kind}`))
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      ]),
    ),
  )
  return { ...(await app.notes()), usableMs, js: bytes.js!, css: bytes.css! }
}
