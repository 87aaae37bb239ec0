import type { Problem } from '@chatapp/contract'
import { client, useChat } from '../use-chat.ts'

interface FailedSendProps {
  id: string
  problem: Problem | null
  peerName: string
}

/** Why a message was not sent, and what can be done with it. */
export function FailedSend({ id, problem, peerName }: FailedSendProps) {
  const longest = useChat(({ instance }) => instance?.messageMaxLength)
  return (
    <div className="failed">
      <p>{reasonOf(problem, peerName, longest)}</p>
      <button type="button" className="button quiet" onClick={() => client.retry(id)}>
        Retry
      </button>
      <button type="button" className="button quiet" onClick={() => client.discard(id)}>
        Delete
      </button>
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
