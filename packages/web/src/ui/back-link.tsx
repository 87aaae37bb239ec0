import { ArrowLeft } from 'lucide-react'
import type { MouseEvent } from 'react'
import { Link } from 'wouter'

/** To the list, on a phone: back in the history where that is the list, so that Back does not lead here again. */
export function BackLink() {
  function goBack(event: MouseEvent) {
    if (!(history.state as { isFromList?: boolean } | null)?.isFromList) return
    event.preventDefault()
    history.back()
  }
  return (
    <Link
      href="/"
      className="button -ms-3 -me-2 tablet:hidden"
      data-kind="icon"
      aria-label="Back to chats"
      title="Back to chats"
      onClick={goBack}
    >
      <ArrowLeft className="size-5 rtl:-scale-x-100" />
    </Link>
  )
}
