import { Link } from 'wouter'
import { NewIcon } from '../ui/icons.tsx'
import { AccountBar } from './account-bar.tsx'
import { ConversationList } from './conversation-list.tsx'

export function ConversationsPane() {
  return (
    <section className="pane list-pane" aria-labelledby="chats-title">
      <header className="pane-header">
        <h1 id="chats-title">Chats</h1>
        <Link href="/new" className="button icon-button">
          <NewIcon />
          <span>New chat</span>
        </Link>
      </header>
      <ConversationList />
      <AccountBar />
    </section>
  )
}
