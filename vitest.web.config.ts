import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { launchOptions } from './packages/e2e/src/browser.ts'
import app from './packages/web/vite.config.ts'

// Components of the web app, each drawn alone by a real browser, over a real client.
export default defineConfig({
  root: 'packages/web',
  plugins: app.plugins ?? [],
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/browser-setup.ts'],
    testTimeout: 20_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: await launchOptions() }),
      instances: [{ browser: 'chromium', viewport: { width: 900, height: 700 } }],
    },
  },
})
