/** The load generator as the scenarios see it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { Asker } from '../asking.ts'
import type { MeasuredServer } from '../servers/measured-server.ts'
import type { ProcessUse } from '../servers/probe.ts'
import type { Plan, Target, Window } from './plans.ts'

export type Measured = Window & {
  server: ProcessUse
  /** Processors that neither server nor generator kept busy, but something did. */
  elsewhere: number
}

export interface Timing {
  warmUpSeconds: number
  seconds: number
}

export class LoadGenerator implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #asker: Asker

  constructor() {
    this.#child = fork(new URL('./generator.ts', import.meta.url), { serialization: 'advanced' })
    this.#asker = new Asker(this.#child)
  }

  aim = (name: string, target: Target): Promise<void> => this.#asker.ask('aim', { name, target })
  idle = (at: string, count: number): Promise<void> => this.#asker.ask('idle', { at, count })
  hangUp = (): Promise<void> => this.#asker.ask('hangUp')

  /** One window of one load, after a warm-up. */
  async measure(at: string, plan: Plan, server: MeasuredServer, timing: Timing): Promise<Measured> {
    await this.#asker.ask('start', { at, plan })
    await new Promise((resolve) => setTimeout(resolve, timing.warmUpSeconds * 1000))
    await server.startWindow()
    const [busyBefore, startedAt] = [busyMs(), performance.now()]
    const window = await this.#asker.ask<Window>('measure', timing.seconds)
    const busy = (busyMs() - busyBefore) / (performance.now() - startedAt)
    const use = await server.readWindow()
    await this.#asker.ask('stop')
    const ours = use.mainThread + use.otherThreads + window.generatorUse
    return { ...window, server: use, elsewhere: Math.max(0, busy - ours) }
  }

  /** A load that ends by itself, from its start to its end. */
  async run(at: string, plan: Plan): Promise<void> {
    await this.#asker.ask('start', { at, plan })
    await this.#asker.ask('finish')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }
}

/** Of all processors together, since the machine started. */
function busyMs(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0)
}
