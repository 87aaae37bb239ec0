import { defineConfig } from '@playwright/test'
import { launchOptions } from './src/browser.ts'

export default defineConfig({
  testDir: 'src',
  outputDir: '../../test-results',
  globalSetup: './src/build-web.ts',
  // One server, one browser: what a test waits for is never another test.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 8000 },
  reporter: 'list',
  use: { launchOptions: await launchOptions(), actionTimeout: 8000 },
})
