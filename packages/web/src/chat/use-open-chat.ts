import { ApiError } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

/** Has the latest messages loaded. What a new try can mend is tried again by itself; the rest is said. */
export function useOpenChat(peer: string) {
  const [tries, setTries] = useState(0)
  const [mistake, setMistake] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try opens it again
  useEffect(() => {
    setMistake(null)
    client.openChat(peer).catch((error) => {
      // Whom nobody knows is said by the screen, and who is signed out is asked to sign in.
      if (error instanceof ApiError && error.status >= 400 && ![401, 404].includes(error.status))
        setMistake(wordsFor(error))
    })
  }, [peer, tries])
  return { mistake, retry: () => setTries(tries + 1) }
}
