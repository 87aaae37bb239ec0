/** A plan becomes a load, with all it opened to be closed again. */
import { BellSocket } from './bell-socket.ts'
import type { Load } from './closed-loops.ts'
import { HttpLane } from './http-lane.ts'
import type { Plan, Target } from './plans.ts'
import { prepare } from './prepare.ts'
import type { Recorder } from './recorder.ts'

export interface Made {
  load: Load
  /** For a load that ends by itself. */
  finished?: Promise<void>
  close(): void
}

export async function makeLoad(
  target: Target,
  plan: Plan,
  recorder: Recorder,
  onFailure: (error: Error) => void,
): Promise<Made> {
  const open: { close(): void }[] = []
  const keep = <T extends { close(): void }>(one: T): T => {
    open.push(one)
    return one
  }
  const load = await prepare(plan, {
    target,
    recorder,
    openLanes: (count) =>
      Promise.all(
        Array.from({ length: count }, async () => keep(await HttpLane.open(target.port, onFailure))),
      ),
    openSockets: (count) =>
      Promise.all(
        target.people
          .slice(0, count)
          .map(async (person) =>
            keep(await BellSocket.open(target.socketPort ?? target.port, person, onFailure)),
          ),
      ),
  })
  return {
    load,
    ...('finished' in load && { finished: load.finished as Promise<void> }),
    close: () => {
      for (const one of open) one.close()
    },
  }
}
