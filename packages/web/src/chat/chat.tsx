import { type ReactNode, useId } from 'react'
import { AboutPerson } from '../people/about-person.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useChat, useChatWith } from '../use-chat.ts'
import { Composer } from './composer.tsx'
import { History } from './history.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { usePeer } from './use-peer.ts'

interface ChatProps {
  /** A username in lower case, of somebody else. */
  peer: string
  /** The number of a message to show, from a link. */
  sought?: number | null
  /** Typing can begin at once. */
  takesFocus?: boolean
  /** Before the name. */
  lead?: ReactNode
  /** In place of the chat, when there is nobody of that name. */
  instead?: ReactNode
}

/** The header, the messages and the composer. */
export function Chat({ peer, sought = null, takesFocus = true, lead, instead }: ChatProps) {
  const me = useChat((snapshot) => snapshot.me?.username)
  const view = useChatWith(peer)
  const { person, isMissing } = usePeer(view)
  const name = person?.name ?? `@${peer}`
  const titleId = useId()
  useAnnouncements(view, name)
  if (me === undefined) return null
  if (isMissing) return instead
  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        {lead}
        <Avatar person={person ?? { username: peer, name: peer, avatarUrl: null }} />
        <div className="grid min-w-0 justify-items-start">
          <h1 id={titleId} className="max-w-full truncate text-title" dir="auto">
            {name}
          </h1>
          {person && <p className="max-w-full truncate text-secondary text-ink-2">@{peer}</p>}
        </div>
        {person && !person.deleted && <AboutPerson person={person} />}
      </PaneHeader>
      <History view={view} name={name} sought={sought} />
      {person?.deleted ? (
        <p className="flex-none px-4 pt-2 pb-5 text-center text-secondary text-ink-2">
          This account was deleted. Nobody can write to it any more.
        </p>
      ) : (
        <Composer me={me} peer={peer} name={name} takesFocus={takesFocus} />
      )}
    </Pane>
  )
}
