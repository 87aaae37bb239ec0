/** The load generator: a process of its own, so that what it costs is known and never the server's. */
import { answerParent } from '../asking.ts'
import { BellSocket } from './bell-socket.ts'
import { type Made, makeLoad } from './make-load.ts'
import type { Plan, Target, Window } from './plans.ts'
import { Recorder } from './recorder.ts'

const socketsAtOnce = 100

const targets = new Map<string, Target>()
const idle: BellSocket[] = []
const recorder = new Recorder()
let made: Made | null = null
let failure: Error | null = null

answerParent({
  aim: ({ name, target }: { name: string; target: Target }) => {
    targets.set(name, target)
  },

  start: async ({ at, plan }: { at: string; plan: Plan }) => {
    failure = null
    made = await makeLoad(targets.get(at)!, plan, recorder, fail)
    made.load.start()
  },

  measure: async (seconds: number): Promise<Window> => {
    recorder.open()
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    const window = recorder.close()
    if (failure) throw failure
    return window
  },

  /** Runs a load that ends by itself to its end. */
  finish: async (): Promise<void> => {
    await made!.finished
    made!.close()
  },

  stop: async (): Promise<void> => {
    await made!.load.stop()
    made!.close()
    if (failure) throw failure
  },

  /** Opens sockets that only wait, until there are so many. */
  idle: async ({ at, count }: { at: string; count: number }): Promise<void> => {
    const { port, people } = targets.get(at)!
    while (idle.length < count) {
      const some = people.slice(idle.length, Math.min(count, idle.length + socketsAtOnce))
      if (some.length === 0) throw new Error(`there are only ${people.length} people for ${count} sockets`)
      idle.push(...(await Promise.all(some.map((person) => BellSocket.open(port, person, fail)))))
    }
    if (failure) throw failure
  },

  hangUp: () => {
    for (const socket of idle.splice(0)) socket.close()
  },
})

function fail(error: Error): void {
  failure ??= error
}
