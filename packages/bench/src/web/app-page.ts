// The app in a real Chromium: a browser of its own for each start, and one page of somebody who is signed in.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { launchOptions } from '@chatapp/e2e/browser'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import type { BenchPerson } from '../load/people.ts'
import { categories, type MainThread, readTrace } from './trace.ts'
import { type Awaited, watchPage } from './watch-page.ts'

const size = { width: 1280, height: 800 }

export const launchBrowser = async (): Promise<Browser> => chromium.launch(await launchOptions())

/** The server serves what is built. */
export function buildWeb(checkout: string): void {
  const { status } = spawnSync('node', ['scripts/setup.mjs', '--web'], { cwd: checkout, stdio: 'inherit' })
  if (status !== 0) throw new Error('The web client was not built.')
}

export class AppPage implements AsyncDisposable {
  readonly #browser: Browser
  readonly #devtools: CDPSession
  readonly page: Page

  constructor(browser: Browser, page: Page, devtools: CDPSession) {
    this.#browser = browser
    this.page = page
    this.#devtools = devtools
  }

  /** Nothing is cached. @param awaited what makes the first load complete. */
  static async open(browser: Browser, origin: string, person: BenchPerson, awaited: Awaited) {
    const context = await browser.newContext({ baseURL: origin, viewport: size })
    const [name = '', value = ''] = person.cookie.split(/=(.*)/s)
    await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Lax' }])
    const page = await context.newPage()
    await page.addInitScript(watchPage, awaited)
    return new AppPage(browser, page, await context.newCDPSession(page))
  }

  notes = () =>
    this.page.evaluate(() => {
      const { lcpMs, shift, rowsMax } = window.bench
      return { lcpMs, shift, rowsMax }
    })

  /** Milliseconds from the page's first load until what it waits for was painted. */
  firstPaint = (): Promise<number> => this.page.evaluate(() => window.bench.painted)

  /** Milliseconds from the event that the action brings about. */
  async painted(awaited: Awaited, act: () => Promise<void>): Promise<number> {
    await this.page.evaluate((what) => window.bench.waitFor(what), awaited)
    await act()
    return this.page.evaluate(() => window.bench.painted)
  }

  async traced(act: () => Promise<void>): Promise<MainThread> {
    await this.#browser.startTracing(this.page, { categories })
    await act()
    return readTrace((await this.#browser.stopTracing()).toString())
  }

  /** What is left after the garbage is collected. */
  async heapBytes(): Promise<number> {
    await this.#devtools.send('HeapProfiler.collectGarbage')
    await this.#devtools.send('Performance.enable')
    const { metrics } = await this.#devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close()
  }
}

export const thisCheckout = resolve(import.meta.dirname, '../../../..')
