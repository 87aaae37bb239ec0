import type { SessionState } from '@chatapp/contract'
import { useEffect, useRef, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

export const deviceName = ({ device }: SessionState): string => device ?? 'Unknown device'

/** Where one is signed in, looked up again after every change. */
export function useSessions() {
  const [sessions, setSessions] = useState<SessionState[] | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const list = useRef<HTMLUListElement>(null)

  /** Does something, if anything, and looks again. */
  async function look(change?: () => Promise<void>, said?: string) {
    setBusy(true)
    setMistake(null)
    try {
      await change?.()
      setSessions(await client.listSessions())
      if (said) {
        announce(said)
        // The button that was pressed is gone.
        list.current?.focus()
      }
    } catch (error) {
      setMistake(wordsFor(error, { not_found: 'That session has ended already.' }))
    }
    setBusy(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the screen opens
  useEffect(() => void look(), [])

  return {
    /** Null until they are known. */
    sessions,
    mistake,
    isBusy,
    /** To put on the list. */
    list,
    retry: () => void look(),
    end: (session: SessionState) =>
      isBusy || void look(() => client.endSession(session.id), `${deviceName(session)} is signed out.`),
    endOthers: () => isBusy || void look(client.endOtherSessions, 'You are signed out everywhere else.'),
  }
}
