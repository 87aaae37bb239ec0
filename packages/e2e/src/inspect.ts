import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const pictures = join(import.meta.dirname, '../../../test-results/screens')
const sizes = { 360: 740, 768: 1024, 1440: 900 }

/** Axe looks at the narrow one in light and at the wide one in dark; the pictures are for a pair of eyes. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const [width, height] of Object.entries(sizes)) {
      await page.setViewportSize({ width: Number(width), height })
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) })
      if (width === lookedAt[colorScheme]) await findNothing(page, `${name}, ${width} wide, ${colorScheme}`)
    }
  }
}

const lookedAt = { light: '360', dark: '1440' }

async function findNothing(page: Page, where: string): Promise<void> {
  // There are no frames of others, for which alone the newer mode is needed.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, where).toEqual([])
}
