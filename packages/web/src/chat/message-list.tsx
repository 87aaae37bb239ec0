import type { ChatView } from '@chatapp/client'
import { Fragment, useMemo, useRef } from 'react'
import { Skeleton } from '../ui/skeleton.tsx'
import { dayOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { linesOf } from './lines.ts'
import { LoadEarlier } from './load-earlier.tsx'
import { MessageRow } from './message-row.tsx'
import { useHeldPlace } from './use-held-place.ts'
import { useOpenChat } from './use-open-chat.ts'
import { useReadMark } from './use-read-mark.ts'

export function MessageList({ view, name }: { view: ChatView; name: string }) {
  const scroller = useRef<HTMLElement>(null)
  const { mistake, retry } = useOpenChat(view.peer)
  const lines = useMemo(() => linesOf(view), [view])
  const now = useNow()
  useHeldPlace(scroller, lines)
  useReadMark(scroller, view, lines)
  const isEmpty = lines.length === 0
  return (
    <section
      className="pane-body messages-box"
      ref={scroller}
      aria-label="Message history"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
    >
      {mistake && (
        <div className="empty">
          <p role="alert">{mistake}</p>
          <button type="button" className="button" onClick={retry}>
            Try again
          </button>
        </div>
      )}
      {isEmpty && !view.isLoaded && !mistake && <Skeleton label="Loading messages…" rows={4} />}
      {isEmpty && view.isLoaded && (
        <div className="empty">
          <p>
            No messages yet. Say hello to <bdi>{name}</bdi>.
          </p>
        </div>
      )}
      <LoadEarlier view={view} scroller={scroller} />
      <ol className="messages" aria-label={`Messages with ${name}`}>
        {lines.map(({ day, ...line }) => (
          <Fragment key={line.id}>
            {day !== null && (
              <li className="day">
                <time dateTime={new Date(day).toISOString()}>{dayOf(day, now)}</time>
              </li>
            )}
            <MessageRow {...line} peerName={name} />
          </Fragment>
        ))}
      </ol>
    </section>
  )
}
