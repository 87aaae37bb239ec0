import { defineConfig } from '@playwright/test'
import { launchOptions } from './src/browser.ts'

export default defineConfig({
  testDir: 'src',
  outputDir: '../../test-results',
  globalSetup: './src/build-web.ts',
  // Each has a server and a browser of its own, and most of a test is waiting for one of them.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { launchOptions: await launchOptions(), actionTimeout: 15_000 },
})
