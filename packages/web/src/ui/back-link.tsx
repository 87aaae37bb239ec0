import { ArrowLeft } from 'lucide-react'
import type { MouseEvent } from 'react'
import { Link } from 'wouter'

/** One up; to the list only on a phone, where it is not beside: back in the history where that is the list, so that Back does not lead here again. */
export function BackLink({ to = '/', name = 'Back to chats' }) {
  function goBack(event: MouseEvent) {
    if (to !== '/' || !(history.state as { isFromList?: boolean } | null)?.isFromList) return
    event.preventDefault()
    history.back()
  }
  return (
    <Link
      href={to}
      className={`button -ms-3 -me-2 ${to === '/' ? 'tablet:hidden' : ''}`}
      data-kind="icon"
      aria-label={name}
      title={name}
      onClick={goBack}
    >
      <ArrowLeft className="size-5 rtl:-scale-x-100" />
    </Link>
  )
}
