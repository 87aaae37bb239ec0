import type { ReactNode } from 'react'
import { useTitle } from './use-title.ts'

/** A card in the middle, for everything before somebody is in. */
export function EntryPage({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  return (
    <main className="entry">
      <div className="entry-card">
        <p className="entry-brand">
          <img src="/assets/icon-1.svg" alt="" width="32" height="32" /> ChatApp
        </p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
