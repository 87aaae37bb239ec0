import type { Problem } from '@chatapp/contract'
import type { MouseEvent } from 'react'
import { keepDraft, readDraft } from '../drafts.ts'
import { Button } from '../ui/button.tsx'
import { useChat, useClient } from '../use-chat.ts'
import { focusComposer } from './composer.tsx'

interface FailedSendProps {
  id: string
  body: string
  problem: Problem | null
  peer: string
  peerName: string
}

/** Why a message was not sent, and what can be done with it. */
export function FailedSend({ id, body, problem, peer, peerName }: FailedSendProps) {
  const client = useClient()
  const longest = useChat(({ instance }) => instance?.messageMaxLength)
  const me = useChat((snapshot) => snapshot.me?.username) ?? ''

  /** The text goes back to where it was typed; what stands there by now stays behind it. */
  function edit(event: MouseEvent) {
    const typed = readDraft(me, peer)
    keepDraft(me, peer, typed.trim() === '' ? body : `${body}\n${typed}`)
    leave(event)
  }

  function leave({ currentTarget }: MouseEvent) {
    focusComposer(currentTarget)
    client.discard(id)
  }

  return (
    <div className="flex max-w-[86%] flex-wrap items-center justify-end text-secondary text-danger">
      <p className="w-full pt-1 text-end">{reasonOf(problem, peerName, longest)}</p>
      <Button kind="quiet" className="px-3!" onClick={() => client.retry(id)}>
        Retry
      </Button>
      <Button kind="quiet" className="px-3!" onClick={edit}>
        Edit
      </Button>
      <Button kind="quiet" className="px-3!" onClick={leave}>
        Delete
      </Button>
    </div>
  )
}

function reasonOf(problem: Problem | null, peerName: string, longest: number | undefined): string {
  if (!problem) return 'The server could not be reached for a day.'
  switch (problem.code) {
    case 'not_accepting':
      return `${peerName} does not take messages from you.`
    case 'not_found':
      return `${peerName} is not here any more.`
    case 'validation_failed':
      return problem.errors?.some(({ code }) => code === 'too_long')
        ? `It is longer than ${longest} characters.`
        : 'The server does not take this text.'
    default:
      return `${problem.title}.`
  }
}
