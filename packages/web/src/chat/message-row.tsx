import { memo, useState } from 'react'
import { dayOf, fullTimeOf, timeOf } from '../ui/times.ts'
import { FailedSend } from './failed-send.tsx'
import type { Line } from './lines.ts'
import { MessageText } from './message-text.tsx'
import { SendMark, wordsOf } from './send-mark.tsx'

interface MessageRowProps extends Line {
  index: number
  /** Its place among all there are, from 1; how many there are. */
  position: number
  total: number
  peer: string
  /** Whose message it is, when it is not one's own. */
  peerName: string
  /** New messages begin here. */
  isFirstNew: boolean
  /** Somebody came here by a link. */
  isSought: boolean
  /** The one row in the tab order. */
  isActive: boolean
  /** It may come in with a movement, as the list stands already. */
  mayMove: boolean
  /** For what is drawn relative to it, a new value a day is enough. */
  today: number
  measure(row: HTMLElement | null): void
}

/** How old a row may be to come in with a movement. */
const freshMs = 1500

/** One message, or one on its way: the same row, so that nothing flashes when it arrives. */
export const MessageRow = memo(({ index, peer, peerName, measure, ...row }: MessageRowProps) => {
  const { id, number, body, at, sendState, startsGroup, endsGroup } = row
  const isOwn = sendState !== null
  const [isFresh] = useState(() => row.mayMove && Date.now() - at < freshMs)
  const movement = isFresh ? (isOwn ? 'animate-rise' : 'animate-fade') : ''
  return (
    <li
      ref={measure}
      data-index={index}
      data-id={id}
      tabIndex={row.isActive ? 0 : -1}
      aria-setsize={row.total}
      aria-posinset={row.position}
      aria-label={labelOf(row, peerName)}
      className="absolute inset-x-0 top-0 scroll-my-12 px-4 -outline-offset-2 max-tablet:px-2"
    >
      <div className="mx-auto max-w-190">
        {row.day !== null && (
          <p className="pt-6 pb-1 text-center text-meta text-ink-2">
            <time dateTime={new Date(row.day).toISOString()}>{dayOf(row.day, row.today)}</time>
          </p>
        )}
        {row.isFirstNew && <NewDivider />}
        <div
          className={`flex flex-col rounded-bubble ${isOwn ? 'items-end' : 'items-start'} ${startsGroup ? 'pt-3' : 'pt-0.5'} ${row.isSought ? 'animate-tint' : ''}`}
        >
          <div
            className={`bubble ${movement}`}
            data-own={isOwn}
            data-starts-group={startsGroup}
            data-ends-group={endsGroup}
            title={fullTimeOf(at)}
          >
            {row.isDeleted ? (
              <p className="italic">Message deleted</p>
            ) : (
              <MessageText text={body} isActive={row.isActive} />
            )}
            {row.showsMeta && (
              <p
                className={`flex items-center justify-end gap-1 text-meta ${isOwn ? 'text-own-meta' : 'text-other-meta'}`}
              >
                {row.isEdited && <span>edited</span>}
                <time dateTime={new Date(at).toISOString()}>{timeOf(at)}</time>
                {sendState && <SendMark state={sendState} inWords={row.saysState} />}
              </p>
            )}
          </div>
          {sendState === 'failed' && <FailedSend {...{ id, body, peer, peerName }} problem={row.problem} />}
        </div>
      </div>
    </li>
  )

  function labelOf({ isDeleted, saysState }: typeof row, name: string): string {
    const said = isDeleted ? 'message deleted' : body
    const state = sendState && (saysState || number === null) ? ` – ${wordsOf(sendState)}` : ''
    return `${isOwn ? 'You' : name}, ${timeOf(at)}: ${said}${state}`
  }
})

function NewDivider() {
  return (
    <p className="flex items-center gap-3 pt-3 text-meta font-semibold text-accent before:h-px before:flex-1 before:bg-current after:h-px after:flex-1 after:bg-current">
      <span className="rounded-full bg-accent px-2 text-on-accent forced-colors:bg-[Highlight] forced-colors:text-[color:HighlightText]">
        New
      </span>
    </p>
  )
}
