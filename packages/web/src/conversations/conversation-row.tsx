import type { Conversation } from '@chatapp/contract'
import { Clock } from 'lucide-react'
import { memo, type Ref } from 'react'
import { Link } from 'wouter'
import { useDraft } from '../drafts.ts'
import { Avatar } from '../ui/avatar.tsx'
import { agoOf, fullTimeOf } from '../ui/times.ts'
import { useChat } from '../use-chat.ts'

interface RowProps {
  conversation: Conversation
  isOpen: boolean
  /** The one row in the tab order. */
  isActive: boolean
  /** Somebody else in the list has the same name. */
  showsHandle: boolean
  me: string
  now: number
  ref?: Ref<HTMLAnchorElement>
}

export const ConversationRow = memo(
  ({ conversation, isOpen, isActive, showsHandle, me, now, ref }: RowProps) => {
    const { peer, lastMessage, unread } = conversation
    const draft = useDraft(me, peer.username)
    const at = lastMessage && 'createdAt' in lastMessage ? Date.parse(lastMessage.createdAt) : null
    const isDraft = !isOpen && draft.trim() !== ''
    const waiting = useChat((snapshot) => snapshot.chat(peer.username).pending.at(-1))
    return (
      <Link
        ref={ref}
        href={`/c/${peer.username}`}
        state={{ isFromList: true }}
        tabIndex={isActive ? 0 : -1}
        data-username={peer.username}
        className="mx-2 grid min-h-17 grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-x-3 rounded-card px-2 py-2 -outline-offset-2 transition-[background-color] duration-120 hover:bg-surface aria-[current]:bg-selected forced-colors:aria-[current]:outline-2"
        aria-current={isOpen ? 'page' : undefined}
      >
        <Avatar person={peer} />
        <span className="grid min-w-0 justify-items-start">
          <span className="max-w-full truncate" dir="auto">
            <bdi className="font-semibold">{peer.name}</bdi>
            {showsHandle && <span className="ms-1 text-secondary text-ink-2">@{peer.username}</span>}
          </span>
          <span
            className={`max-w-full truncate text-secondary ${unread > 0 ? 'font-semibold text-ink' : 'text-ink-2'}`}
            dir="auto"
          >
            {isDraft && <span className="text-danger">Draft: </span>}
            {waiting && !isDraft && (
              <Clock className="me-1 inline size-3.5 align-[-2px]" aria-label="Waiting: " role="img" />
            )}
            {isDraft
              ? inOneLine(draft)
              : waiting
                ? `You: ${inOneLine(waiting.body)}`
                : previewOf(lastMessage, me)}
          </span>
        </span>
        <span className="grid grid-rows-[1.375rem_1.125rem] items-center justify-items-end">
          {at !== null && (
            <time
              className="text-meta whitespace-nowrap text-ink-2"
              dateTime={new Date(at).toISOString()}
              title={fullTimeOf(at)}
            >
              {agoOf(at, now)}
            </time>
          )}
          {unread > 0 && (
            <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-meta/4.5 font-semibold text-on-accent forced-colors:border">
              {unread > 99 ? '99+' : unread}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </span>
      </Link>
    )
  },
)

function previewOf(message: Conversation['lastMessage'], me: string): string {
  if (!message || 'hidden' in message) return ''
  if (message.deletedAt !== null) return 'Message deleted'
  return message.from === me ? `You: ${inOneLine(message.body)}` : inOneLine(message.body)
}

const inOneLine = (text: string): string => text.slice(0, 300).toWellFormed().replace(/\s+/gu, ' ')
