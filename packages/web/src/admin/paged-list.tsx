import { CircleAlert, type LucideIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { usePages } from './use-pages.ts'

interface PagedListProps<T> {
  pages: ReturnType<typeof usePages<T>>
  /** What it is called. */
  label: string
  /** When there is nothing. */
  empty: { icon: LucideIcon; title: string }
  keyOf(item: T): string
  children(item: T): ReactNode
}

/** Rows as they come, and the way to more of them. */
export function PagedList<T>({ pages, label, empty, keyOf, children }: PagedListProps<T>) {
  const { items, next, mistake, isLoading, loadMore, retry } = pages
  const list = useFocusOnGrowth(items?.length ?? 0)
  return (
    <div aria-busy={isLoading} className="grid grid-cols-1">
      {items === null && !mistake && <Skeleton label="Loading…" rows={4} />}
      <ul aria-label={label} ref={list} className="grid grid-cols-1">
        {items?.map((item) => (
          <li key={keyOf(item)} tabIndex={-1} className="border-b border-hairline last:border-0">
            {children(item)}
          </li>
        ))}
      </ul>
      <div role="status">
        {items?.length === 0 && next === null && !isLoading && !mistake && (
          <Notice icon={empty.icon} title={empty.title} />
        )}
      </div>
      {mistake && (
        <Notice icon={CircleAlert} title={mistake} isMistake>
          <Button onClick={retry}>Try again</Button>
        </Notice>
      )}
      {next !== null && !mistake && (
        <Button className="mt-3 justify-self-start" aria-disabled={isLoading} onClick={loadMore}>
          {isLoading ? 'Loading…' : 'More'}
        </Button>
      )}
    </div>
  )
}

/** The first of those that came by the button gets the focus, as the button may be gone. */
function useFocusOnGrowth(count: number) {
  const list = useRef<HTMLUListElement>(null)
  const before = useRef(count)
  useEffect(() => {
    const known = before.current
    before.current = count
    if (known > 0 && count > known) list.current?.querySelectorAll<HTMLElement>(':scope > li')[known]?.focus()
  }, [count])
  return list
}
