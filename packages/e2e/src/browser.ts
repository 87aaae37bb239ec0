import { existsSync } from 'node:fs'
import type { LaunchOptions } from '@playwright/test'
import chromium from '@sparticuz/chromium'

const installed = '/usr/bin/chromium'

/** The machine's Chromium when there is one, else the one that comes as a package; CHATAPP_E2E_BROWSER=bundled forces it. */
export async function launchOptions(): Promise<LaunchOptions> {
  const isBundled = process.env.CHATAPP_E2E_BROWSER === 'bundled' || !existsSync(installed)
  const isRoot = process.getuid?.() === 0
  return {
    executablePath: isBundled ? await chromium.executablePath() : installed,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      ...(isBundled ? bundledArgs : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${unwanted.join(',')}`,
    ],
  }
}

/** This takes the place of Playwright's own list. The first two are pages that each new window prepares for its address bar. */
const unwanted = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'PaintHolding',
  'HttpsUpgrades',
  'DestroyProfileOnBrowserClose',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  // Nothing but the server under test is talked to.
  'AimEnabled',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PreconnectToSearch',
]

/** It is built for machines without a sandbox or a zygote's helper, and without /dev/shm. */
const bundledArgs = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage']
