/** Loads that are compared take turns, so that all meet the same machine. */
import type { LoadGenerator } from '../load/load-generator.ts'
import type { Plan } from '../load/plans.ts'
import { median, perSecond, type Row, type Settings, timingOf } from '../scenario.ts'
import type { MeasuredServer } from '../servers/measured-server.ts'

export interface Turn {
  name: string
  /** At what the generator has aimed under this name. */
  aim: string
  server: MeasuredServer
  plan: Plan
}

/** @returns a row for each, with a window for each round. */
export async function takeTurns<Turns extends readonly Turn[]>(
  generator: LoadGenerator,
  settings: Settings,
  what: string,
  turns: Turns,
): Promise<{ [Place in keyof Turns]: Row }> {
  const rows = turns.map(
    ({ name, plan }): Row => ({ name, windows: [], isPaced: 'perSecond' in plan && plan.perSecond !== null }),
  )
  for (let round = 1; round <= settings.rounds; round++) {
    settings.say(`${what}, round ${round} of ${settings.rounds}`)
    for (const [i, { aim, plan, server }] of turns.entries())
      rows[i]!.windows.push(await generator.measure(aim, plan, server, timingOf(settings)))
  }
  return rows as { [Place in keyof Turns]: Row }
}

/** How many times as many answers a second: the median of the rounds. */
export const ratioOf = (one: Row, other: Row): number =>
  median(one.windows.map((window, i) => perSecond(window) / perSecond(other.windows[i]!)))
