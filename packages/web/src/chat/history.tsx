import type { ChatView } from '@chatapp/client'
import { CircleAlert, MessageCircle } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { MessageList } from './message-list.tsx'
import { useOpening } from './use-opening.ts'

interface HistoryProps {
  view: ChatView
  name: string
  /** The number of a message to show, from a link. */
  sought: number | null
}

/** The messages of a chat, or why there are none to see. */
export function History({ view, name, sought }: HistoryProps) {
  const { opening, mistake, retry } = useOpening(view, sought)
  const count = view.messages.length + view.pending.length
  if (opening && count > 0 && (view.isLoaded || view.pending.length > 0))
    return <MessageList key={keyOf(opening)} view={view} name={name} opening={opening} />
  if (mistake)
    return (
      <Notice icon={CircleAlert} title={mistake} isMistake>
        <Button onClick={retry}>Try again</Button>
      </Notice>
    )
  if (!view.isLoaded) return <Bubbles />
  return (
    <Notice
      icon={MessageCircle}
      title={
        <>
          No messages yet. Say hello to <bdi>{name}</bdi>.
        </>
      }
    />
  )
}

/** A link to another message of the same chat opens it anew. */
const keyOf = (opening: NonNullable<ReturnType<typeof useOpening>['opening']>): string =>
  opening.at === 'message' ? `message ${opening.number}` : 'chat'

/** What is on its way looks like messages, from 200 ms on. */
function Bubbles() {
  return (
    <div
      className="mx-auto flex w-full max-w-190 flex-1 animate-late flex-col justify-end gap-3 p-4"
      role="status"
    >
      <span className="sr-only">Loading messages…</span>
      <span className="animate-very-late self-center text-secondary text-ink-2">
        This takes longer than usual. It is tried again by itself.
      </span>
      {['w-2/5', 'w-3/5', 'w-1/3 self-end', 'w-1/2', 'w-2/5 self-end'].map((shape) => (
        <span key={shape} className={`h-10 rounded-bubble bg-surface ${shape}`} />
      ))}
    </div>
  )
}
