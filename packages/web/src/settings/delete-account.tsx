import { limits } from '@chatapp/contract'
import { Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useSignOut } from '../sign-in/sessions-of-tabs.ts'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { Modal } from '../ui/modal.tsx'
import { dateOf } from '../ui/times.ts'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

const words = {
  forbidden: 'You are the last administrator here. Make somebody else one before you go.',
}

const graceMs = limits.graceDays * 24 * 3_600_000

/** Says what would happen, and then does it. */
export function DeleteAccount() {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <p className="text-ink-2">
        You can have your account deleted, and have {limits.graceDays} days to change your mind.
      </p>
      <Button aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <Trash2 className="size-4" />
        Delete account
      </Button>
      {isAsking && <DeleteDialog onClose={() => setAsking(false)} />}
    </>
  )
}

function DeleteDialog({ onClose }: { onClose(): void }) {
  const { confirmed, dialog: confirmDialog } = useConfirmed()
  const signOut = useSignOut()
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [mistake, setMistake] = useState<string | null>(null)
  const [until] = useState(() => Date.now() + graceMs)
  const id = useId()
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => keep.current?.focus(), [])

  async function leave() {
    if (isBusy) return
    setBusy(true)
    setMistake(null)
    try {
      const isDone = await confirmed(async () => {
        await signOut(client.deleteAccount)
        return true
      })
      if (isDone) return navigate('/goodbye', { state: { until } })
    } catch (error) {
      setMistake(`Nothing was changed. ${wordsFor(error, words)}`)
    }
    setBusy(false)
  }

  return (
    <>
      <Modal labelledBy={id} onClose={onClose} className="w-110 p-6">
        {(close) => (
          <div className="grid gap-4">
            <h2 id={id} className="text-title">
              Delete your account?
            </h2>
            <p>
              You are signed out everywhere, at once, and so are your programs. On{' '}
              <strong>{dateOf(until)}</strong> your name, picture, e-mail address, password and everything you
              sign in with are deleted.
            </p>
            <p>Until then nothing else changes: sign in, and your account stays as it was.</p>
            <p>
              The people you talked with keep their messages, and yours to them. They see “Deleted account” in
              place of your name. Your username stays with those messages, and nobody else can get it.
            </p>
            <p>If you want a copy of your data, download it before.</p>
            {mistake && <FormMistake>{mistake}</FormMistake>}
            <Button aria-disabled={isBusy} className="text-danger" onClick={() => void leave()}>
              {isBusy ? 'One moment…' : 'Delete my account'}
            </Button>
            <Button ref={keep} onClick={close}>
              Keep my account
            </Button>
          </div>
        )}
      </Modal>
      {confirmDialog}
    </>
  )
}
