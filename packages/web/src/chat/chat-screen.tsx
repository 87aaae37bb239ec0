import { UserX } from 'lucide-react'
import { useSearchParams } from 'wouter'
import { BackLink } from '../ui/back-link.tsx'
import { EmptyPane } from '../ui/empty-pane.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useChat } from '../use-chat.ts'
import { Chat } from './chat.tsx'

/** @param peer a username in lower case, as the address has it. */
export function ChatScreen({ peer }: { peer: string }) {
  const me = useChat((snapshot) => snapshot.me?.username)
  const name = useChat((snapshot) => snapshot.chat(peer).conversation?.peer.name)
  const [query] = useSearchParams()
  useTitle(name ?? `@${peer}`)
  if (me === peer) return <EmptyPane icon={UserX}>This is you. Choose somebody else to write to.</EmptyPane>
  return (
    <Chat
      peer={peer}
      sought={numberIn(query.get('m'))}
      lead={<BackLink />}
      instead={<Nobody peer={peer} />}
    />
  )
}

/** The message that a link points at. */
function numberIn(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}

const Nobody = ({ peer }: { peer: string }) => (
  <EmptyPane icon={UserX}>
    There is nobody called <bdi>@{peer}</bdi> here.
  </EmptyPane>
)
