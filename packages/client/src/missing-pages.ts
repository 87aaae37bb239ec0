// What a chat lacks, and which page brings it.
import { limits } from '@chatapp/contract'
import { holds, holeToFill } from './ranges.ts'
import type { ChatState } from './state.ts'
import type { Model } from './store.ts'

export interface PageQuery {
  before?: number
  after?: number
  around?: number
  limit: number
}

/** The newest end is not here, or holds less than a first page. */
export function needsLatest(state: ChatState, peer: string, size: number): boolean {
  const history = state.histories.get(peer)
  const top = history?.held.at(-1)
  const lastNumber = state.conversations.get(peer)?.lastNumber ?? 0
  if (!top) return !history?.isLoaded || lastNumber > 0
  // A page around an old number, or bells for new ones, may be all that is here.
  if (top.last < lastNumber || !history?.isLoaded) return true
  return top.first > 1 && top.last - top.first + 1 < size
}

/**
 * The next page towards a history without a small hole beside what its window and its newest end show; null: nothing is
 * missing.
 */
export function missingPage({ state, windows }: Model, peer: string, size: number): PageQuery | null {
  const held = state.histories.get(peer)?.held ?? []
  const lastNumber = state.conversations.get(peer)?.lastNumber ?? 0
  const top = held.at(-1)
  if (lastNumber > 0 && !holds(held, lastNumber)) {
    const missed = lastNumber - (top?.last ?? 0)
    return { limit: top ? Math.max(1, Math.min(limits.pageMax, missed)) : size }
  }
  const around = windows.get(peer)
  const hole = (around === undefined ? null : holeToFill(held, around)) ?? holeToFill(held)
  return hole && { after: hole.first - 1, limit: Math.min(limits.pageMax, hole.last - hole.first + 1) }
}
