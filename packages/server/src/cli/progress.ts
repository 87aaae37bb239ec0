import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  to(count: number): void
  end(): void
}

const calmMs = 10_000

/** A bar on a terminal; elsewhere a line now and then, so that a log stays readable. */
export function showProgress(what: string, total: number): Progress {
  return process.stderr.isTTY ? bar(what, total) : lines(what, total)
}

function bar(what: string, total: number): Progress {
  const format = `${what} {bar} {value} of {total}, {eta_formatted} left`
  const single = new SingleBar(
    { format, formatValue: (value) => value.toLocaleString('en'), clearOnComplete: true },
    Presets.shades_classic,
  )
  single.start(total, 0)
  return { to: (count) => single.update(count), end: () => single.stop() }
}

function lines(what: string, total: number): Progress {
  let saidAt = performance.now()
  return {
    to(count) {
      if (performance.now() - saidAt < calmMs) return
      saidAt = performance.now()
      console.error(`${what}: ${count.toLocaleString('en')} of ${total.toLocaleString('en')}`)
    },
    end() {},
  }
}
