import { Check, CheckCheck, CircleAlert, Clock, LoaderCircle } from 'lucide-react'
import type { SendState } from './lines.ts'

const marks = {
  queued: { words: 'Waiting', Icon: Clock, look: '' },
  sending: { words: 'Sending', Icon: SendingIcon, look: '' },
  failed: { words: 'Not sent', Icon: CircleAlert, look: 'text-danger' },
  sent: { words: 'Sent', Icon: Check, look: '' },
  delivered: { words: 'Delivered', Icon: CheckCheck, look: '' },
  read: { words: 'Read', Icon: CheckCheck, look: 'text-accent' },
} as const satisfies Record<SendState, unknown>

export const wordsOf = (state: SendState): string => marks[state].words

/** How far one's own message has come. The newest one says it in words, as colour alone would not do. */
export function SendMark({ state, inWords }: { state: SendState; inWords: boolean }) {
  const { words, Icon, look } = marks[state]
  return (
    <span className={`inline-flex items-center gap-1 ${look}`} data-state={state} title={words}>
      <span className={inWords ? '' : 'sr-only'}>{words}</span>
      <Icon className="size-4" />
    </span>
  )
}

/** A clock, and from one second on a wheel: what is quick does not turn. */
function SendingIcon({ className }: { className: string }) {
  return (
    <span className={`grid ${className}`}>
      <Clock className={`col-start-1 row-start-1 animate-gone-late ${className}`} />
      <LoaderCircle className={`col-start-1 row-start-1 animate-wheel-late ${className}`} />
    </span>
  )
}
