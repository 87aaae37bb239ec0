// What runs within the page: it notes what the browser tells of itself, and when something that was waited for was painted.

export interface PageNotes {
  lcpMs: number
  /** Layout shifts that no input brought about, added up. */
  shift: number
  /** The most rows of messages that were in the DOM at once. */
  rowsMax: number
  /** Milliseconds from the event that `waitFor` was told of, or from the navigation, to the paint. */
  painted: Promise<number>
}

export interface Awaited {
  /** The ID of a message, or a text that only this one has. */
  message: string
  /** What the time is counted from; without it, from the navigation. */
  since?: 'click' | 'keydown'
}

declare global {
  interface Window {
    bench: PageNotes & { waitFor(awaited: Awaited): void }
  }
}

/** Runs before the page's own scripts: it may use nothing from outside. @param awaited on the page's first load. */
export function watchPage(awaited: Awaited): void {
  const notes = { lcpMs: 0, shift: 0, rowsMax: 0, painted: Promise.resolve(0), waitFor }
  window.bench = notes
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) notes.lcpMs = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
    })[])
      if (!entry.hadRecentInput) notes.shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  new MutationObserver(() => {
    const rows = document.querySelector('ol')?.childElementCount ?? 0
    notes.rowsMax = Math.max(notes.rowsMax, rows)
  }).observe(document, { childList: true, subtree: true })
  waitFor(awaited)

  function waitFor({ message, since }: Awaited) {
    let from = since ? Number.NaN : 0
    if (since) addEventListener(since, ({ timeStamp }) => (from = timeStamp), { capture: true, once: true })
    notes.painted = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${message} was not painted within half a minute`)), 30_000)
      const observer = new MutationObserver(() => {
        if (!Number.isNaN(from) && rowOf(message)) wait()
      })
      observer.observe(document, { childList: true, subtree: true })

      function wait() {
        observer.disconnect()
        requestAnimationFrame(() => {
          const box = document.querySelector<HTMLTextAreaElement>('textarea[data-composer]')
          const top = rowOf(message)?.getBoundingClientRect().bottom ?? -1
          if (!box || box.disabled || top < 0 || top > innerHeight) return wait()
          // A message to oneself comes after the frame that it was sent in.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - from)
          port2.postMessage(null)
        })
      }
    })
    // Whoever awaits it is told.
    notes.painted.catch(() => {})
  }

  function rowOf(message: string) {
    const rows = [...document.querySelectorAll<HTMLElement>('ol > li')]
    return rows.findLast((row) => row.dataset.id === message || row.textContent.includes(message))
  }
}
