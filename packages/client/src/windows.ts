// Chats that show another part of their history than its newest end: which number they stand at.
import { type Range, shownRange } from './ranges.ts'
import { type ChatState, emptyHistory } from './state.ts'

/** By peer, the number around which messages are shown. Whoever is not in it shows the newest end. */
export type Windows = ReadonlyMap<string, number>

/** What a chat shows of its history; null: nothing of that is here. */
export function shownOf(
  { state, windows }: { readonly state: ChatState; readonly windows: Windows },
  peer: string,
): Range | null {
  const { held, isLoaded } = state.histories.get(peer) ?? emptyHistory
  const around = windows.get(peer)
  const lastNumber = state.conversations.get(peer)?.lastNumber ?? 0
  // Before the newest end has come, a page around an old number may be all there is.
  if (around === undefined && !isLoaded && (held.at(-1)?.last ?? 0) < lastNumber) return null
  return shownRange(held, around)
}

/** Numbers outside of the history give its oldest part, or its newest end. */
export function showAround(windows: Windows, state: ChatState, peer: string, number: number): Windows {
  const around = Math.min(Math.max(1, Math.trunc(number)), Number.MAX_SAFE_INTEGER)
  return withoutJoined(new Map(windows).set(peer, around), state)
}

export function showNewest(windows: Windows, peer: string): Windows {
  if (!windows.has(peer)) return windows
  const rest = new Map(windows)
  rest.delete(peer)
  return rest
}

/** A window that has reached the newest message is none any more: the chat follows the newest end from then on. */
export function withoutJoined(windows: Windows, state: ChatState): Windows {
  const open = [...windows].filter(([peer, around]) => {
    const shown = shownRange(state.histories.get(peer)?.held ?? [], around)
    return (shown?.last ?? around) < newestNumber(state, peer)
  })
  return open.length === windows.size ? windows : new Map(open)
}

/** As far as is known: until the list or the newest page has come there may always be a newer one. */
function newestNumber({ isComplete, conversations, histories }: ChatState, peer: string): number {
  const { held, isLoaded } = histories.get(peer) ?? emptyHistory
  const lastNumber = conversations.get(peer)?.lastNumber
  if (!isLoaded && !(isComplete && lastNumber !== undefined)) return Infinity
  return Math.max(lastNumber ?? 0, held.at(-1)?.last ?? 0)
}
