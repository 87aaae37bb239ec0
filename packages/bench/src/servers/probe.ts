/**
 * Loaded into a server that is measured (`node --import`), whichever it is: its processor time, its event loop and
 * its memory, without a line of it in the server.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'
import { answerParent } from '../asking.ts'

export interface ProcessUse {
  /** Processors that were busy: 1 is one whole core. */
  mainThread: number
  otherThreads: number
  /** Event-loop delay beyond what was planned, in milliseconds. */
  loopDelayP99: number
  loopDelayMax: number
}

export interface MemoryUse {
  rssBytes: number
  heapBytes: number
  externalBytes: number
}

const resolutionMs = 5

if (isMainThread && process.send) {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  let since = now()

  answerParent({
    startWindow: () => {
      delay.reset()
      since = now()
    },
    readWindow: (): ProcessUse => {
      const until = now()
      const elapsed = until.atMs - since.atMs
      const mainThread = (until.threadMs - since.threadMs) / elapsed
      return {
        mainThread,
        otherThreads: (until.processMs - since.processMs) / elapsed - mainThread,
        loopDelayP99: overdue(delay.percentile(99)),
        loopDelayMax: overdue(delay.max),
      }
    },
    memory: async (): Promise<MemoryUse> => {
      for (let i = 0; i < 3; i++) {
        globalThis.gc?.()
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      const { rss, heapUsed, external } = process.memoryUsage()
      return { rssBytes: rss, heapBytes: heapUsed, externalBytes: external }
    },
  })
}

function now() {
  const { user, system } = process.cpuUsage()
  const thread = process.threadCpuUsage()
  return {
    atMs: performance.now(),
    processMs: (user + system) / 1000,
    threadMs: (thread.user + thread.system) / 1000,
  }
}

/** The histogram holds the whole time between two turns of a timer, the planned part included. */
function overdue(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - resolutionMs)
}
