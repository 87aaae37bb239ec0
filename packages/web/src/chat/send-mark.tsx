import { Check, CheckCheck, CircleAlert, Clock, LoaderCircle } from 'lucide-react'
import type { SendState } from './lines.ts'

const marks = {
  queued: { words: 'Waiting', Icon: Clock, look: '' },
  // What is quick shows a clock, not a wheel.
  sending: { words: 'Sending', Icon: LoaderCircle, look: 'animate-spin' },
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
    <span
      className={`inline-flex items-center gap-1 ${state === 'sending' ? '' : look}`}
      data-state={state}
      title={words}
    >
      <span className={inWords ? '' : 'sr-only'}>{words}</span>
      {state === 'sending' ? <SendingIcon /> : <Icon className="size-4" />}
    </span>
  )
}

/** A clock, and from one second on a wheel. */
function SendingIcon() {
  return (
    <span className="grid size-4">
      <Clock className="col-start-1 row-start-1 size-4 animate-gone-late" />
      <LoaderCircle className="col-start-1 row-start-1 size-4 animate-wheel-late" />
    </span>
  )
}
