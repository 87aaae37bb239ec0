import type { ReactNode } from 'react'
import { useTitle } from './use-title.ts'

/** A card in the middle, for everything before somebody is in. */
export function EntryPage({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  return (
    <main className="grid min-h-dvh content-start justify-items-center px-4 py-6 pb-[calc(1.5rem+env(safe-area-inset-bottom))] tablet:content-center tablet:bg-surface">
      <div className="grid w-full max-w-100 gap-4 rounded-card border-hairline py-2 tablet:border tablet:bg-raised tablet:p-8 tablet:shadow-low">
        <p className="flex items-center gap-3 font-semibold">
          <img src="/assets/icon-1.svg" alt="" width="32" height="32" /> ChatApp
        </p>
        <h1 className="text-headline">{title}</h1>
        {children}
      </div>
    </main>
  )
}
