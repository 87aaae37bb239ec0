import { AlertIcon, ClockIcon, DeliveredIcon, SentIcon } from '../ui/icons.tsx'
import type { SendState } from './lines.ts'

const marks = {
  queued: { words: 'Waiting', Icon: ClockIcon },
  sending: { words: 'Sending', Icon: ClockIcon },
  failed: { words: 'Not sent', Icon: AlertIcon },
  sent: { words: 'Sent', Icon: SentIcon },
  delivered: { words: 'Delivered', Icon: DeliveredIcon },
  read: { words: 'Read', Icon: DeliveredIcon },
} as const satisfies Record<SendState, unknown>

/** How far one's own message has come. The newest one says it in words, as colour alone would not do. */
export function SendMark({ state, inWords }: { state: SendState; inWords: boolean }) {
  const { words, Icon } = marks[state]
  return (
    <span className="send-mark" data-state={state} title={words}>
      <span className={inWords ? '' : 'visually-hidden'}>{words}</span>
      <Icon />
    </span>
  )
}
