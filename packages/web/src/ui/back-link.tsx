import type { MouseEvent } from 'react'
import { Link } from 'wouter'
import { BackIcon } from './icons.tsx'

/** To the list, on a phone: back in the history where that is the list, so that Back does not lead here again. */
export function BackLink() {
  function goBack(event: MouseEvent) {
    if (!(history.state as { isFromList?: boolean } | null)?.isFromList) return
    event.preventDefault()
    history.back()
  }
  return (
    <Link href="/" className="button quiet icon-button back" onClick={goBack}>
      <BackIcon />
      <span className="visually-hidden">Back to chats</span>
    </Link>
  )
}
