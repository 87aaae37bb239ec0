/** Numbers from `first` to `last`, both included. */
export interface Range {
  readonly first: number
  readonly last: number
}

/** A hole of at most this many numbers is filled by itself; a larger one waits until somebody scrolls there. */
export const fillableHole = 1000

/** Ranges stay ascending, apart from each other, and never touch. */
export function addRange(ranges: readonly Range[], first: number, last: number): readonly Range[] {
  if (first > last || holdsAll(ranges, first, last)) return ranges
  const touching = ranges.filter((range) => range.first <= last + 1 && range.last >= first - 1)
  const merged = {
    first: Math.min(first, ...touching.map((range) => range.first)),
    last: Math.max(last, ...touching.map((range) => range.last)),
  }
  return [
    ...ranges.filter((range) => range.last < merged.first),
    merged,
    ...ranges.filter((range) => range.first > merged.last),
  ]
}

export const holdsAll = (ranges: readonly Range[], first: number, last: number): boolean =>
  ranges.some((range) => range.first <= first && range.last >= last)

export const holds = (ranges: readonly Range[], number: number): boolean => holdsAll(ranges, number, number)

/**
 * What a chat shows. Around a number: the held range it is in. Otherwise from the newest held range down through
 * every hole that is about to be filled. Null when that is not held.
 */
export function shownRange(ranges: readonly Range[], around?: number): Range | null {
  if (around !== undefined) return ranges[rangeWith(ranges, around)] ?? null
  const top = ranges.at(-1)
  if (!top) return null
  let first = top.first
  for (const range of ranges.toReversed()) {
    if (first - 1 - range.last > fillableHole) break
    first = range.first
  }
  return { first, last: top.last }
}

/** The hole to fill next beside the range with the number, above it first; without a number below the newest range. */
export function holeToFill(ranges: readonly Range[], around?: number): Range | null {
  const at = around === undefined ? ranges.length - 1 : rangeWith(ranges, around)
  if (at < 0) return null
  return holeBetween(ranges[at], ranges[at + 1]) ?? holeBetween(ranges[at - 1], ranges[at])
}

const rangeWith = (ranges: readonly Range[], number: number): number =>
  ranges.findIndex(({ first, last }) => first <= number && number <= last)

/** Null when it is too large to be filled by itself. */
function holeBetween(below: Range | undefined, above: Range | undefined): Range | null {
  if (!below || !above || above.first - 1 - below.last > fillableHole) return null
  return { first: below.last + 1, last: above.first - 1 }
}
