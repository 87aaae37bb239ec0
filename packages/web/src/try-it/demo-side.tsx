import type { ChatClient } from '@chatapp/client'
import { useEffect } from 'react'
import { Chat } from '../chat/chat.tsx'
import { keepDraft, readDraft } from '../drafts.ts'
import { ClientContext, useChat, useRunning } from '../use-chat.ts'
import type { DemoName } from './demo.ts'

interface DemoSideProps {
  name: DemoName
  client: ChatClient
  /** Whoever sits here begins on this side. */
  isActive: boolean
  onEnd(): void
}

/** One of the two, at what would be their own screen. */
export function DemoSide({ name, client, isActive, onEnd }: DemoSideProps) {
  useRunning(client)
  return (
    <ClientContext value={client}>
      <div className="relative grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)] border-hairline tablet:not-last:border-e max-tablet:not-last:border-b">
        <Talk name={name} isActive={isActive} onEnd={onEnd} />
      </div>
    </ClientContext>
  )
}

function Talk({ name, isActive, onEnd }: Omit<DemoSideProps, 'client'>) {
  const status = useChat((snapshot) => snapshot.status)
  const isKnown = useChat((snapshot) => snapshot.me !== null)
  // Another tab, or the first account, ended it.
  useEffect(() => {
    if (status === 'signedOut') onEnd()
  }, [status, onEnd])
  const peer = name === 'ada' ? 'bob' : 'ada'
  const isNew = useChat((snapshot) => {
    const { isLoaded, messages, pending } = snapshot.chat(peer)
    return isLoaded && messages.length + pending.length === 0
  })
  // The first message waits to be sent.
  useEffect(() => {
    if (isNew && isActive && readDraft(name, peer) === '') keepDraft(name, peer, 'Hi Bob! Can you see this?')
  }, [isNew, isActive, name, peer])
  if (!isKnown) return null
  return <Chat peer={peer} takesFocus={isActive} lead={<Whose name={name} />} />
}

const Whose = ({ name }: { name: DemoName }) => (
  <span className="rounded-full bg-surface px-2 py-0.5 text-meta text-ink-2">
    {name === 'ada' ? 'Ada’s screen' : 'Bob’s screen'}
  </span>
)
