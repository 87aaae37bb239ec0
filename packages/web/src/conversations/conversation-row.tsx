import type { Conversation } from '@chatapp/contract'
import { memo } from 'react'
import { Link } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { agoOf, fullTimeOf } from '../ui/times.ts'

interface RowProps {
  conversation: Conversation
  isOpen: boolean
  me: string | undefined
  now: number
}

export const ConversationRow = memo(({ conversation, isOpen, me, now }: RowProps) => {
  const { peer, lastMessage, unread } = conversation
  const at = lastMessage && 'createdAt' in lastMessage ? Date.parse(lastMessage.createdAt) : null
  return (
    <Link
      href={`/c/${peer.username}`}
      state={{ isFromList: true }}
      className="row"
      data-unread={unread > 0}
      aria-current={isOpen ? 'page' : undefined}
    >
      <Avatar username={peer.username} name={peer.name} />
      <bdi className="row-name">{peer.name}</bdi>
      {at !== null && (
        <time className="row-side" dateTime={new Date(at).toISOString()} title={fullTimeOf(at)}>
          {agoOf(at, now)}
        </time>
      )}
      <span className="row-preview" dir="auto">
        {previewOf(lastMessage, me)}
      </span>
      {unread > 0 && (
        <span className="unread">
          {unread > 99 ? '99+' : unread}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </Link>
  )
})

function previewOf(message: Conversation['lastMessage'], me: string | undefined): string {
  if (!message || 'hidden' in message) return ''
  if (message.deletedAt !== null) return 'Message deleted'
  const text = message.body.slice(0, 300).toWellFormed().replace(/\s+/gu, ' ')
  return message.from === me ? `You: ${text}` : text
}
