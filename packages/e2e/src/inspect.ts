import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const pictures = join(import.meta.dirname, '../../../test-results/screens')
const heights = { 360: 740, 768: 1024, 1440: 900 }
const widths = [360, 768, 1440] as const
const schemes = ['light', 'dark'] as const
/** Where axe looks. The rest is for a pair of eyes: CHATAPP_E2E_PICTURES=all takes every picture. */
const lookedAt = { light: 360, dark: 1440 }
const takesAll = process.env.CHATAPP_E2E_PICTURES === 'all'

/** Axe finds nothing, in light and dark, narrow and wide, and there are pictures of it. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: heights[width] })
    for (const colorScheme of schemes) {
      const isLookedAt = lookedAt[colorScheme] === width
      if (!isLookedAt && !takesAll) continue
      await page.emulateMedia({ colorScheme })
      await page.screenshot({
        animations: 'disabled',
        path: join(pictures, `${name}-${width}-${colorScheme}.png`),
      })
      if (isLookedAt) await findNothing(page, `${name}, ${width} wide, ${colorScheme}`)
    }
  }
}

/** Axe finds nothing in the page as it is. */
export async function findNothing(page: Page, where: string): Promise<void> {
  // What fades in is judged once it is there; what turns for ever is not waited for.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  )
  // There are no frames of others, for which alone the newer mode is needed.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, where).toEqual([])
}
