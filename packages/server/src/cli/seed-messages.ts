/** Talks among random pairs: most are short, a few are long enough to scroll, some end unread. */
import type { Chance } from './seed-chance.ts'
import type { Line, Talk } from './seed-history.ts'
import { phrases } from './seed-phrases.ts'

const dayMs = 24 * 3_600_000
const spreadMs = 30 * dayMs

/**
 * @param count of messages over all talks.
 * @param keys of the people who talk, at least two.
 * @param now when the last talk ends; the first ends a month before.
 */
export function* makeTalks(
  count: number,
  keys: readonly number[],
  chance: Chance,
  now: number,
): Generator<Talk> {
  for (let made = 0; made < count; ) {
    const length = Math.min(count - made, talkLength(chance))
    made += length
    // The closer to now, the more is said.
    const endedAt = Math.floor(now - spreadMs * (1 - made / count) ** 2)
    const lines = makeLines(length, endedAt, chance)
    const lastByFirst = lines.at(-1)!.byFirst
    const wasSeen = chance.happens(0.7)
    yield { keys: pairOf(keys, chance), lines, seenBy: [lastByFirst || wasSeen, !lastByFirst || wasSeen] }
  }
}

/** Ten on average. */
function talkLength(chance: Chance): number {
  if (chance.happens(0.02)) return 60 + chance.below(120)
  return chance.happens(0.5) ? 1 + chance.below(6) : 4 + chance.below(21)
}

function pairOf(keys: readonly number[], chance: Chance): [number, number] {
  const first = chance.below(keys.length)
  const second = chance.below(keys.length - 1)
  return [keys[first]!, keys[second < first ? second : second + 1]!]
}

function makeLines(length: number, endedAt: number, chance: Chance): Line[] {
  const lines: Line[] = []
  let byFirst = chance.happens(0.5)
  let at = endedAt
  for (let i = 0; i < length; i++) {
    lines.push({ byFirst, body: makeBody(chance), at })
    at -= chance.happens(0.05) ? chance.below(dayMs / 2) : 5_000 + chance.below(120_000)
    if (chance.happens(0.6)) byFirst = !byFirst
  }
  return lines.reverse()
}

function makeBody(chance: Chance): string {
  const sentences = chance.happens(0.01) ? 10 + chance.below(40) : chance.happens(0.15) ? 2 : 1
  return Array.from({ length: sentences }, () => makePhrase(chance)).join(sentences > 4 ? '\n' : ' ')
}

const makePhrase = (chance: Chance): string =>
  chance.of(phrases).replace('#', () => String(2 + chance.below(58)))
