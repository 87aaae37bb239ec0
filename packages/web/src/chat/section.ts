// However many messages of a chat are here, the list gets a section of them around the reader: what lays out rows goes
// over all that it is given, again and again.
import { type ChatView, positionOf } from '@chatapp/client'
import type { MessageState } from '@chatapp/contract'

/** By the messages' numbers; 0 and infinity are the ends of what is here, and go along with them. */
export interface Section {
  readonly first: number
  readonly last: number
}

export const wholeChat: Section = { first: 0, last: Number.POSITIVE_INFINITY }

/** In rows: so many are kept when there are more than that and a step. */
const mostRows = 400
const stepRows = 100

type Messages = readonly MessageState[]

/** The same section as long as it is short enough, otherwise the part of it around a number. */
export function around(section: Section, messages: Messages, number: number): Section {
  const [from, to] = placesOf(section, messages)
  if (to - from <= mostRows + stepRows) return section
  const middle = positionOf(messages, number)
  const start = Math.max(from, Math.min(middle - mostRows / 2, to - mostRows))
  return between(messages, start, start + mostRows)
}

/** A step further to one side. The same when nothing more is here. */
export function grown(section: Section, messages: Messages, side: 'older' | 'newer'): Section {
  const [from, to] = placesOf(section, messages)
  if (side === 'older') return from === 0 ? section : between(messages, from - stepRows, to)
  return to === messages.length ? section : between(messages, from, to + stepRows)
}

export function viewOf(view: ChatView, section: Section): ChatView {
  const { messages, pending, hasBefore, hasAfter, isLoadingOlder, isLoadingNewer } = view
  const [from, to] = placesOf(section, messages)
  const [cutsBefore, cutsAfter] = [from > 0, to < messages.length]
  if (!cutsBefore && !cutsAfter) return view
  return {
    ...view,
    messages: messages.slice(from, to),
    pending: cutsAfter ? [] : pending,
    hasBefore: hasBefore || cutsBefore,
    hasAfter: hasAfter || cutsAfter,
    isLoadingOlder: isLoadingOlder && !cutsBefore,
    isLoadingNewer: isLoadingNewer && !cutsAfter,
  }
}

function between(messages: Messages, from: number, to: number): Section {
  return {
    first: from <= 0 ? wholeChat.first : messages[from]!.number,
    last: to >= messages.length ? wholeChat.last : messages[to - 1]!.number,
  }
}

const placesOf = ({ first, last }: Section, messages: Messages): [from: number, to: number] => [
  positionOf(messages, first),
  positionOf(messages, last + 1),
]
