// One account, and what an administrator does to it.
import type { OneTimeLink, WholeAccount } from '@chatapp/contract'
import { useEffect, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import type { Confirmed } from '../ui/use-confirmed.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

const words = {
  not_found: 'There is nobody of this name.',
  forbidden:
    'This is not possible: somebody has to stay an administrator, and nobody does this to themselves.',
}

/** @param confirmed asks again who it is where the server wants that. */
export function useAccount(username: string, { confirmed }: Pick<Confirmed, 'confirmed'>) {
  const [account, setAccount] = useState<WholeAccount | null>(null)
  const [link, setLink] = useState<OneTimeLink | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  /** @returns whether it went well. */
  async function run(change: () => Promise<WholeAccount | null>, said?: string): Promise<boolean> {
    if (isBusy) return false
    setBusy(true)
    setMistake(null)
    try {
      const changed = await change()
      if (changed === null) return false
      setAccount(changed)
      if (said) announce(said)
      return true
    } catch (error) {
      setMistake(wordsFor(error, words))
      return false
    } finally {
      setBusy(false)
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => void run(() => client.admin.getAccount(username)), [])

  const { admin } = client
  return {
    /** Null until it is known. */
    account,
    link,
    mistake,
    isBusy,
    retry: () => void run(() => admin.getAccount(username)),
    clear: () => setMistake(null),
    setRole: (role: 'user' | 'admin') =>
      run(
        () => confirmed(() => admin.setRole(username, role)),
        role === 'admin' ? `@${username} is an administrator now.` : `@${username} is no administrator now.`,
      ),
    ban: (reason: string) =>
      run(() => confirmed(() => admin.ban(username, reason)), `@${username} is suspended.`),
    unban: () => run(() => admin.unban(username), `@${username} may sign in again.`),
    endSessions: () => run(() => admin.endSessionsOf(username), `@${username} is signed out everywhere.`),
    makeLink: () =>
      run(async () => {
        const made = await confirmed(() => admin.createResetLink(username))
        if (made === null) return null
        setLink(made)
        return admin.getAccount(username)
      }),
  }
}
