import { useState } from 'react'
import { useLocation } from 'wouter'
import { forgetDrafts } from '../drafts.ts'
import { Avatar } from '../ui/avatar.tsx'
import { wordsFor } from '../ui/words.ts'
import { client, useChat } from '../use-chat.ts'

/** Who is signed in on this device, and the way out. */
export function AccountBar() {
  const me = useChat((snapshot) => snapshot.me)
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [mistake, setMistake] = useState<string | null>(null)
  if (!me) return null

  async function signOut({ username }: { username: string }) {
    if (isBusy) return
    setBusy(true)
    setMistake(null)
    try {
      await client.signOut()
      forgetDrafts(username)
      navigate('/sign-in')
    } catch (error) {
      setMistake(`You are still signed in. ${wordsFor(error)}`)
      setBusy(false)
    }
  }

  return (
    <footer className="account">
      {mistake && (
        <p role="alert" className="form-mistake">
          {mistake}
        </p>
      )}
      <Avatar username={me.username} name={me.name} />
      <p className="account-name">
        <bdi className="row-name">{me.name}</bdi>
        <span className="row-preview">@{me.username}</span>
      </p>
      <button type="button" className="button quiet" aria-disabled={isBusy} onClick={() => void signOut(me)}>
        Sign out
      </button>
    </footer>
  )
}
