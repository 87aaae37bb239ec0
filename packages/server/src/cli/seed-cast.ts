/** The cast of the development database and of the tests, and their talks as a seed writes them. */
import type { Line, Talk } from './seed-history.ts'
import type { Script } from './seed-talk.ts'

export const cast = {
  ana: 'Ana Kovač',
  ben: 'Ben Osei',
  chloe: 'Chloé Martin',
  dana: 'Dana Levi',
  emre: 'Emre Yılmaz',
} as const

export type CastName = keyof typeof cast

const minuteMs = 60_000
const pauseMs = 17 * 60 * minuteMs

export function readScript(script: Script, keyOf: (name: string) => number, now: number): Talk {
  const [first, second] = script.between
  const lines = readLines(script, now)
  return {
    keys: [keyOf(first), keyOf(second)],
    lines,
    seenBy: [script.unreadBy !== first, script.unreadBy !== second],
  }
}

/** Times are counted back from the last line. */
function readLines({ between: [first], endedMinutesAgo, text }: Script, now: number): Line[] {
  const lines: Line[] = []
  const paragraphs = text.trim().split('\n\n').reverse()
  let at = now - endedMinutesAgo * minuteMs
  for (const paragraph of paragraphs) {
    for (const line of paragraph
      .replaceAll(/\n\| ?/g, '\r')
      .split('\n')
      .reverse()) {
      const [, who, body = ''] = /^(\w+): (.+)$/s.exec(line)!
      lines.unshift({ byFirst: who === first, body: unwrap(body), at })
      at -= 20_000 + 1000 * body.length
    }
    at -= pauseMs
  }
  return lines
}

/** A text carried over several lines is one paragraph until an empty one ends it. */
const unwrap = (body: string): string => body.replaceAll('\r\r', '\n\n').replaceAll('\r', ' ')
