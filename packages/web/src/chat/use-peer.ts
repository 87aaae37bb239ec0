import { ApiError, type ChatView } from '@chatapp/client'
import type { User } from '@chatapp/contract'
import { useEffect, useState } from 'react'
import { useChat, useClient } from '../use-chat.ts'

type Peer = { person: User; isMissing: false } | { person: null; isMissing: boolean }

/** Who the chat is with: from the conversation, or looked up as long as there is none. */
export function usePeer({ peer, conversation }: ChatView): Peer {
  const client = useClient()
  const [found, setFound] = useState<User | null>(null)
  const [isMissing, setMissing] = useState(false)
  const isListLoaded = useChat((snapshot) => snapshot.isLoaded)
  const isOnline = useChat((snapshot) => snapshot.status === 'online')
  const mustLook = isListLoaded && isOnline && !conversation && !found && !isMissing
  useEffect(() => {
    if (!mustLook) return
    let isOver = false
    client.getUser(peer).then(
      (user) => !isOver && setFound(user),
      (error) => !isOver && setMissing(error instanceof ApiError && error.status < 500),
    )
    return () => {
      isOver = true
    }
  }, [client, mustLook, peer])
  const person = conversation?.peer ?? found
  return person ? { person, isMissing: false } : { person: null, isMissing }
}
