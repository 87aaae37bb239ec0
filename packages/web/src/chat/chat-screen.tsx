import { UserX } from 'lucide-react'
import { useId } from 'react'
import { useSearchParams } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { BackLink } from '../ui/back-link.tsx'
import { EmptyPane } from '../ui/empty-pane.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useChat, useChatWith } from '../use-chat.ts'
import { Composer } from './composer.tsx'
import { History } from './history.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { usePeer } from './use-peer.ts'

/** @param peer a username in lower case. */
export function ChatScreen({ peer }: { peer: string }) {
  const me = useChat((snapshot) => snapshot.me?.username)
  const view = useChatWith(peer)
  const [query] = useSearchParams()
  const { person, isMissing } = usePeer(view)
  const name = person?.name ?? `@${peer}`
  const titleId = useId()
  useTitle(name)
  useAnnouncements(view, name)
  if (me === undefined) return null
  if (me === peer || isMissing) return <Nobody isMe={me === peer} peer={peer} />
  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        <BackLink />
        <Avatar username={peer} name={person?.name ?? peer} />
        <div className="min-w-0">
          <h1 id={titleId} className="truncate text-title">
            <bdi>{name}</bdi>
          </h1>
          {person && <p className="truncate text-secondary text-ink-2">@{peer}</p>}
        </div>
      </PaneHeader>
      <History view={view} name={name} sought={numberIn(query.get('m'))} />
      <Composer me={me} peer={peer} name={name} />
    </Pane>
  )
}

/** The message that a link points at. */
function numberIn(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}

function Nobody({ isMe, peer }: { isMe: boolean; peer: string }) {
  if (isMe) return <EmptyPane icon={UserX}>This is you. Choose somebody else to write to.</EmptyPane>
  return (
    <EmptyPane icon={UserX}>
      There is nobody called <bdi>@{peer}</bdi> here.
    </EmptyPane>
  )
}
