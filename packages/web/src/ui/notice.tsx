import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface NoticeProps {
  icon: LucideIcon
  title: ReactNode
  /** A mistake is read out at once. */
  isMistake?: boolean
  /** There is nothing else on the page: the title is its heading. */
  isPage?: boolean
  /** More words, and what can be done. */
  children?: ReactNode
}

/** In place of what is not there: why, and what to do about it. */
export function Notice({ icon: Icon, title, isMistake = false, isPage = false, children }: NoticeProps) {
  return (
    <div className="m-auto grid max-w-sm justify-items-center gap-4 px-6 py-8 text-center text-balance text-ink-2">
      <span className="grid size-14 place-items-center rounded-full bg-surface">
        <Icon className={`size-7 ${isMistake ? 'text-danger' : ''}`} strokeWidth={1.75} />
      </span>
      <div role={isMistake ? 'alert' : undefined} className="text-title text-ink">
        {isPage ? <h1>{title}</h1> : <p>{title}</p>}
      </div>
      {children}
    </div>
  )
}
