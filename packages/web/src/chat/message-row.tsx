import { memo } from 'react'
import { fullTimeOf, timeOf } from '../ui/times.ts'
import { FailedSend } from './failed-send.tsx'
import type { Line } from './lines.ts'
import { SendMark } from './send-mark.tsx'

interface MessageRowProps extends Omit<Line, 'day'> {
  /** Whose message it is, when it is not one's own. */
  peerName: string
}

/** One message, or one on its way: the same row, so that nothing flashes when it arrives. */
export const MessageRow = memo(({ peerName, ...line }: MessageRowProps) => {
  const { id, number, body, at, sendState, startsGroup, endsGroup } = line
  const isOwn = sendState !== null
  return (
    <li
      className="message"
      data-id={id}
      data-own={isOwn}
      data-unread-number={isOwn ? undefined : number}
      data-starts-group={startsGroup}
      data-ends-group={endsGroup}
    >
      <div className="bubble" title={fullTimeOf(at)}>
        <span className="visually-hidden">{isOwn ? 'You' : <bdi>{peerName}</bdi>}: </span>
        {line.isDeleted ? (
          <p className="message-gone">Message deleted</p>
        ) : (
          <p className="message-text" dir="auto">
            {body}
          </p>
        )}
        <p className={line.showsMeta ? 'message-meta' : 'visually-hidden'}>
          {line.isEdited && <span>edited</span>}
          <time dateTime={new Date(at).toISOString()}>{timeOf(at)}</time>
          {sendState && <SendMark state={sendState} inWords={line.saysState} />}
        </p>
      </div>
      {sendState === 'failed' && <FailedSend id={id} problem={line.problem} peerName={peerName} />}
    </li>
  )
})
