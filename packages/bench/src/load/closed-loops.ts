/** Loads in which each connection asks again as soon as it is answered. */
import type { HttpLane } from './http-lane.ts'
import type { Recorder } from './recorder.ts'

export interface Load {
  start(): void
  /** Resolves when the last answer is in. */
  stop(): Promise<void>
}

/** @param next the connection's next request, or null when it has no more to ask. */
export function closedLoop(
  lanes: HttpLane[],
  recorder: Recorder,
  expected: number,
  next: (lane: number) => string | null,
): Load & { finished: Promise<void> } {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  let isStopping = false
  let busy = 0
  let startedAt: number[] = []

  const ask = (place: number): void => {
    const request = isStopping ? null : next(place)
    if (request === null) {
      busy--
      if (busy === 0) finish()
      return
    }
    startedAt[place] = performance.now()
    lanes[place]!.send(request)
  }

  for (const [place, lane] of lanes.entries()) {
    lane.onAnswer = (status) => {
      if (status === expected) recorder.record(performance.now() - startedAt[place]!)
      else recorder.refuse()
      ask(place)
    }
  }
  return {
    finished,
    start() {
      busy = lanes.length
      startedAt = lanes.map(() => 0)
      for (const place of lanes.keys()) ask(place)
    },
    async stop() {
      isStopping = true
      await finished
    },
  }
}
