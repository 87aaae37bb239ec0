import type { User } from '@chatapp/contract'
import { Info, X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { Avatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Modal } from '../ui/modal.tsx'
import { wordsFor } from '../ui/words.ts'
import { useClient } from '../use-chat.ts'

/** A button that shows who somebody is: a large picture, the name, and what they say of themselves. */
export function AboutPerson({ person }: { person: User }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        label={`About ${person.name}`}
        aria-haspopup="dialog"
        className="ms-auto -me-2 flex-none"
        onClick={() => setOpen(true)}
      >
        <Info className="size-5" />
      </IconButton>
      {isOpen && <PersonDialog person={person} onClose={() => setOpen(false)} />}
    </>
  )
}

function PersonDialog({ person, onClose }: { person: User; onClose(): void }) {
  const nameId = useId()
  return (
    <Modal labelledBy={nameId} closesOutside onClose={onClose} className="w-80">
      {(close) => (
        <div className="grid justify-items-center gap-3 p-4 pb-6 text-center">
          <IconButton label="Close" className="-me-2 -mt-2 justify-self-end" onClick={close}>
            <X className="size-5" />
          </IconButton>
          <Avatar person={person} isLarge />
          <div className="grid min-w-0 max-w-full gap-0.5">
            <h2 id={nameId} className="text-title" dir="auto">
              {person.name}
            </h2>
            <p className="text-secondary text-ink-2">@{person.username}</p>
          </div>
          <Bio username={person.username} />
        </div>
      )}
    </Modal>
  )
}

type Found = { bio: string } | { mistake: string } | null

function Bio({ username }: { username: string }) {
  const client = useClient()
  const [found, setFound] = useState<Found>(null)
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn looks again
  useEffect(() => {
    let isOver = false
    client.getUser(username).then(
      ({ bio }) => !isOver && setFound({ bio }),
      (error) => !isOver && setFound({ mistake: wordsFor(error) }),
    )
    return () => {
      isOver = true
    }
  }, [client, username, turn])
  if (found === null) return <p className="animate-late text-secondary text-ink-2">One moment…</p>
  if ('mistake' in found)
    return (
      <>
        <p role="alert" className="text-secondary text-danger">
          {found.mistake}
        </p>
        <Button
          onClick={() => {
            setFound(null)
            setTurn(turn + 1)
          }}
        >
          Try again
        </Button>
      </>
    )
  if (found.bio === '') return null
  return (
    <p className="max-w-full whitespace-pre-line" dir="auto">
      {found.bio}
    </p>
  )
}
