/** Grey rows in place of what is loading, from 200 ms on. */
export function Skeleton({ label, rows }: { label: string; rows: number }) {
  return (
    <div className="animate-late p-4" role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <span key={row} className="flex items-center gap-3 py-3">
          <span className="size-10 flex-none rounded-full bg-surface" />
          <span className="grid flex-1 gap-2">
            <span className="h-3 w-2/5 rounded-control bg-surface" />
            <span className="h-3 w-4/5 rounded-control bg-surface" />
          </span>
        </span>
      ))}
    </div>
  )
}
