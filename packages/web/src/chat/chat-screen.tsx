import { Avatar } from '../ui/avatar.tsx'
import { BackLink } from '../ui/back-link.tsx'
import { EmptyPane } from '../ui/empty-pane.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useChat, useChatWith } from '../use-chat.ts'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { usePeer } from './use-peer.ts'

/** @param peer a username in lower case. */
export function ChatScreen({ peer }: { peer: string }) {
  const me = useChat((snapshot) => snapshot.me?.username)
  const view = useChatWith(peer)
  const { person, isMissing } = usePeer(view)
  const name = person?.name ?? `@${peer}`
  useTitle(name)
  useAnnouncements(view, name)
  if (me === undefined) return null
  if (me === peer || isMissing) return <Nobody isMe={me === peer} peer={peer} />
  return (
    <section className="pane main-pane" aria-labelledby="chat-title">
      <header className="pane-header">
        <BackLink />
        <Avatar username={peer} name={person?.name ?? peer} />
        <div className="chat-names">
          <h1 id="chat-title">
            <bdi>{name}</bdi>
          </h1>
          {person && <p className="row-preview">@{peer}</p>}
        </div>
      </header>
      <MessageList view={view} name={name} />
      <Composer me={me} peer={peer} name={name} />
    </section>
  )
}

function Nobody({ isMe, peer }: { isMe: boolean; peer: string }) {
  if (isMe) return <EmptyPane>This is you. Choose somebody else to write to.</EmptyPane>
  return (
    <EmptyPane>
      There is nobody called <bdi>@{peer}</bdi> here.
    </EmptyPane>
  )
}
