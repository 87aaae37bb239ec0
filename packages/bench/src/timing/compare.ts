import { median } from '../scenario.ts'

export interface Comparison {
  /** How often, of an answer about somebody and one about nobody, the one about somebody took longer; 0 to 1. */
  share: number
  /** Milliseconds: somebody, nobody. */
  medians: [number, number]
  isAlike: boolean
}

const warmUp = 20
/** With 600 of each, chance alone goes beyond this once in several hundred comparisons. */
const tolerated = 0.05

/**
 * Asks about both in a random order, one question at a time, and compares how long the answers took.
 * @param before is asked first, with the same login, and not timed.
 */
export async function compare(
  rounds: number,
  known: string[],
  unknown: string[],
  before: ((login: string) => Promise<unknown>) | null,
  ask: (login: string) => Promise<unknown>,
): Promise<Comparison> {
  const times: [number[], number[]] = [[], []]
  const order = Array.from({ length: 2 * (rounds + warmUp) }, (_, i) => i % 2)
  shuffle(order)
  for (const [i, kind] of order.entries()) {
    const names = kind === 0 ? known : unknown
    const login = names[i % names.length]!
    await before?.(login)
    const startedAt = performance.now()
    await ask(login)
    if (i >= 2 * warmUp) times[kind]!.push(performance.now() - startedAt)
  }
  const share = shareOfLonger(...times)
  return {
    share,
    medians: [median(times[0]), median(times[1])],
    isAlike: Math.abs(share - 0.5) <= tolerated,
  }
}

/** The Mann-Whitney statistic, as a share of all pairs; ties count half. */
function shareOfLonger(some: number[], others: number[]): number {
  const sorted = others.toSorted((one, other) => one - other)
  let longer = 0
  for (const time of some) {
    const [below, upTo] = [countBelow(sorted, time), countBelow(sorted, time + Number.EPSILON)]
    longer += below + (upTo - below) / 2
  }
  return longer / (some.length * others.length)
}

function countBelow(sorted: number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

function shuffle(list: number[]): void {
  for (let i = list.length - 1; i > 0; i--) {
    const other = Math.floor(Math.random() * (i + 1))
    ;[list[i], list[other]] = [list[other]!, list[i]!]
  }
}
