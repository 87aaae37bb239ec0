import type { ReactNode } from 'react'

interface PaneProps {
  kind: 'list' | 'main'
  /** The ID of its heading. */
  labelledBy: string
  children: ReactNode
}

/** One of the two columns; on a phone the only one. */
export function Pane({ kind, labelledBy, children }: PaneProps) {
  const look = kind === 'list' ? listLook : mainLook
  return (
    <section
      className={`flex min-h-0 min-w-0 flex-col pb-[env(safe-area-inset-bottom)] ${look}`}
      data-pane={kind}
      aria-labelledby={labelledBy}
      tabIndex={-1}
    >
      {children}
    </section>
  )
}

const listLook = 'border-hairline max-tablet:group-data-[pane=main]/shell:hidden tablet:border-e'
const mainLook = 'relative max-tablet:group-data-[pane=list]/shell:hidden'

export function PaneHeader({ children }: { children: ReactNode }) {
  return (
    <header className="flex min-h-14 flex-none items-center gap-3 border-b border-hairline px-4 py-1 pt-[max(0.25rem,env(safe-area-inset-top))]">
      {children}
    </header>
  )
}
