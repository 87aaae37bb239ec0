import type { BrowserContext } from '@playwright/test'

/** What an honest run never shows: errors on the console, CSP reports, exceptions, requests to anybody else. */
export class Watch {
  readonly #problems: string[] = []
  /** What this test brings about on purpose. Who is signed out is told so when the page asks who it is. */
  readonly #expected: RegExp[] = [/status of 401 .*\/api\/v1\/me$/]

  expect(...problems: RegExp[]): void {
    this.#expected.push(...problems)
  }

  async over(context: BrowserContext, url: string): Promise<void> {
    const note = (problem: string) => this.#problems.push(problem)
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`CSP report: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      )
    })
    context.on('weberror', (error) => note(`exception: ${error.error().stack}`))
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) note(`${message.text()} ${message.location().url}`)
    })
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'blob:' && origin !== url) note(`request to ${request.url()}`)
    })
    context.on('dialog', (dialog) => {
      note(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
  }

  get unexpected(): string[] {
    return this.#problems.filter((problem) => !this.#expected.some((known) => known.test(problem)))
  }
}
