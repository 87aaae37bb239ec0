import type { Conversation } from '@chatapp/contract'
import { Inbox, MessageCircle, SearchX } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { Link, useRoute } from 'wouter'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useGrowing } from '../ui/use-growing.ts'
import { useNow } from '../ui/use-now.ts'
import { useRovingFocus } from '../ui/use-roving-focus.ts'
import { useChat } from '../use-chat.ts'
import { ConversationRow } from './conversation-row.tsx'
import { nameMatches } from './name-matches.ts'
import { useFrozenOrder } from './use-frozen-order.ts'

interface ListProps {
  /** The beginning of a word of a name, or of a username; empty: all. */
  filter: string
  isUnreadOnly: boolean
}

export function ConversationList({ filter, isUnreadOnly }: ListProps) {
  const isLoaded = useChat((snapshot) => snapshot.isLoaded)
  const conversations = useChat((snapshot) => snapshot.conversations)
  const me = useChat((snapshot) => snapshot.me?.username) ?? ''
  const [, route] = useRoute('/c/:username')
  const open = route?.username.toLowerCase()
  const box = useRef<HTMLUListElement>(null)
  const order = useFrozenOrder(box, conversations)
  const shown = useMemo(
    () =>
      order.filter(
        ({ peer, unread }) =>
          (filter === '' || nameMatches(peer, filter)) &&
          (!isUnreadOnly || unread > 0 || peer.username === open),
      ),
    [order, filter, isUnreadOnly, open],
  )
  const clashing = useMemo(() => clashingNames(conversations), [conversations])
  const count = useGrowing(box, shown.length, `${filter} ${isUnreadOnly}`)
  const usernames = shown.slice(0, count).map(({ peer }) => peer.username)
  const roving = useRovingFocus(usernames, open)
  const now = useNow()
  const isEmpty = shown.length === 0

  if (isEmpty && !isLoaded) return <Skeleton label="Loading chats…" rows={6} />
  if (isEmpty) return <Nothing {...{ filter, isUnreadOnly }} hasChats={conversations.length > 0} />
  return (
    <ul
      ref={box}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-2"
      aria-label="Chats"
      onKeyDown={roving.onKeyDown}
    >
      {shown.slice(0, count).map((conversation) => {
        const { username, name } = conversation.peer
        return (
          <li key={username} className="[contain-intrinsic-block-size:auto_68px] [content-visibility:auto]">
            <ConversationRow
              conversation={conversation}
              isOpen={username === open}
              isActive={username === roving.active}
              showsHandle={clashing.has(name)}
              me={me}
              now={now}
            />
          </li>
        )
      })}
    </ul>
  )
}

function Nothing({ filter, isUnreadOnly, hasChats }: ListProps & { hasChats: boolean }) {
  if (filter !== '')
    return (
      <Notice icon={SearchX} title={<>No chat with “{filter}”.</>}>
        <Link href={`/new?q=${encodeURIComponent(filter)}`} className="button" data-kind="plain">
          Search everybody
        </Link>
      </Notice>
    )
  if (isUnreadOnly && hasChats) return <Notice icon={Inbox} title="Nothing unread." />
  return (
    <Notice icon={MessageCircle} title="No chats yet.">
      <Link href="/new" className="button" data-kind="primary">
        Find people
      </Link>
    </Notice>
  )
}

/** Names that more than one person in the list goes by. */
function clashingNames(conversations: readonly Conversation[]): Set<string> {
  const seen = new Set<string>()
  const clashing = new Set<string>()
  for (const { peer } of conversations) (seen.has(peer.name) ? clashing : seen).add(peer.name)
  return clashing
}
