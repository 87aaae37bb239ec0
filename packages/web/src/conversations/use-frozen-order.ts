// Nobody hits the wrong chat because a message came in: while the list is being used, rows keep their places.
import type { Conversation } from '@chatapp/contract'
import { type RefObject, useEffect, useMemo, useState } from 'react'

/** How long after the last sign of use. */
const frozenMs = 5000

export function useFrozenOrder(
  box: RefObject<HTMLElement | null>,
  conversations: readonly Conversation[],
): readonly Conversation[] {
  const [frozen, setFrozen] = useState<readonly string[] | null>(null)
  const hasRows = conversations.length > 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is there once it has rows
  useEffect(() => {
    const list = box.current
    if (!list) return
    const events = new AbortController()
    const { signal } = events
    let timer: ReturnType<typeof setTimeout> | undefined
    const thaw = () => {
      clearTimeout(timer)
      setFrozen(null)
    }
    const freeze = () => {
      clearTimeout(timer)
      timer = setTimeout(thaw, frozenMs)
      setFrozen((known) => known ?? rowsOf(list))
    }
    for (const use of ['pointermove', 'focusin', 'keydown', 'wheel'] as const)
      list.addEventListener(use, freeze, { signal, passive: true })
    list.addEventListener('pointerleave', thaw, { signal })
    list.addEventListener(
      'focusout',
      (event) => !list.contains(event.relatedTarget as Node | null) && thaw(),
      {
        signal,
      },
    )
    return () => {
      events.abort()
      clearTimeout(timer)
    }
  }, [box, hasRows])

  return useMemo(() => (frozen ? inOrder(conversations, frozen) : conversations), [conversations, frozen])
}

const rowsOf = (list: HTMLElement): string[] =>
  [...list.querySelectorAll<HTMLElement>('[data-username]')].map((row) => row.dataset.username ?? '')

/** Those that are drawn keep their places; the others follow, by activity. */
function inOrder(conversations: readonly Conversation[], frozen: readonly string[]): readonly Conversation[] {
  const places = new Map(frozen.map((username, place) => [username, place]))
  const placeOf = ({ peer }: Conversation) => places.get(peer.username) ?? Number.POSITIVE_INFINITY
  return conversations.toSorted((a, b) => {
    const [placeA, placeB] = [placeOf(a), placeOf(b)]
    return placeA === placeB ? 0 : placeA - placeB
  })
}
