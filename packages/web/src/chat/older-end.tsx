import type { ChatView } from '@chatapp/client'
import { LoaderCircle } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { olderEndPx } from './use-message-window.ts'

interface OlderEndProps {
  view: ChatView
  name: string
  mistake: string | null
  onRetry(): void
}

/** Above the oldest row: what is under way there, or that nothing is before it. */
export function OlderEnd({ view, name, mistake, onRetry }: OlderEndProps) {
  return (
    <div
      className="absolute inset-x-0 top-0 z-1 flex flex-wrap place-content-center items-center gap-x-3 gap-y-1 px-4 text-center text-secondary text-ink-2"
      style={{ blockSize: olderEndPx }}
    >
      {mistake ? (
        <>
          <p role="alert">{mistake}</p>
          <Button onClick={onRetry}>Load earlier messages</Button>
        </>
      ) : view.hasBefore ? (
        // One that turns unseen would have the browser draw sixty times a second.
        <LoaderCircle
          className={`size-5 ${view.isLoadingOlder ? 'animate-spin' : ''}`}
          aria-label="Loading earlier messages"
        />
      ) : (
        <p>
          Your chat with <bdi>{name}</bdi> begins here.
        </p>
      )}
    </div>
  )
}
