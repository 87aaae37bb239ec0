/** Grey rows in place of what is loading, from 200 ms on. */
export function Skeleton({ label, rows }: { label: string; rows: number }) {
  return (
    <div className="late skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <span key={row} className="skeleton-row" />
      ))}
    </div>
  )
}
