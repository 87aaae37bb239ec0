import type { ChatView } from '@chatapp/client'
import { LoaderCircle } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { olderEndPx } from './sizes.ts'

interface OlderEndProps {
  view: ChatView
  name: string
  mistake: string | null
  /** Nothing comes by itself. */
  isByButton: boolean
  scroller: RefObject<HTMLElement | null>
  onLoad(): void
}

/** Above the oldest row: what is under way there, or that nothing is before it. */
export function OlderEnd({ view, name, mistake, isByButton, scroller, onLoad }: OlderEndProps) {
  const { hasBefore, isLoadingOlder } = view
  const wasPressed = useRef(false)

  // With the last page the button goes; whoever stood on it goes on in the list.
  useEffect(() => {
    if (hasBefore || !wasPressed.current) return
    wasPressed.current = false
    scroller.current?.querySelector<HTMLElement>('[data-index="0"]')?.focus({ preventScroll: true })
  }, [hasBefore, scroller])

  function press() {
    if (isLoadingOlder) return
    wasPressed.current = true
    onLoad()
  }

  return (
    <div
      className="absolute inset-x-0 top-0 z-1 flex flex-wrap place-content-center items-center gap-x-3 gap-y-1 px-4 text-center text-secondary text-ink-2"
      style={{ blockSize: olderEndPx }}
    >
      {mistake && <p role="alert">{mistake}</p>}
      {hasBefore && (mistake || isByButton) && (
        <Button aria-disabled={isLoadingOlder} onClick={press}>
          {isLoadingOlder ? 'Loading…' : 'Load earlier messages'}
        </Button>
      )}
      {hasBefore && !mistake && !isByButton && (
        // One that turns unseen would have the browser draw sixty times a second.
        <LoaderCircle
          className={`size-5 ${isLoadingOlder ? 'animate-spin' : ''}`}
          aria-label="Loading earlier messages"
        />
      )}
      {!hasBefore && (
        <p className="line-clamp-4">
          Your chat with <bdi>{name}</bdi> begins here.
        </p>
      )}
    </div>
  )
}
