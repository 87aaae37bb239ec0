import { Link, useRoute } from 'wouter'
import { Skeleton } from '../ui/skeleton.tsx'
import { useNow } from '../ui/use-now.ts'
import { useChat } from '../use-chat.ts'
import { ConversationRow } from './conversation-row.tsx'

export function ConversationList() {
  const isLoaded = useChat((snapshot) => snapshot.isLoaded)
  const conversations = useChat((snapshot) => snapshot.conversations)
  const me = useChat((snapshot) => snapshot.me?.username)
  const [, open] = useRoute('/c/:username')
  const now = useNow()
  if (conversations.length === 0)
    return (
      <div className="pane-body">{isLoaded ? <NoChats /> : <Skeleton label="Loading chats…" rows={5} />}</div>
    )
  return (
    <ul className="pane-body rows" aria-label="Chats">
      {conversations.map((conversation) => (
        <li key={conversation.peer.username}>
          <ConversationRow
            conversation={conversation}
            isOpen={conversation.peer.username === open?.username.toLowerCase()}
            me={me}
            now={now}
          />
        </li>
      ))}
    </ul>
  )
}

function NoChats() {
  return (
    <div className="empty">
      <p>No chats yet.</p>
      <Link href="/new" className="button primary">
        Find people
      </Link>
    </div>
  )
}
