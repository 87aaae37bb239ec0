import { useId } from 'react'
import { DeleteAccount } from './delete-account.tsx'
import { ExportData } from './export-data.tsx'

/** A copy of it, and the way to leave. */
export function YourDataSection() {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid justify-items-start gap-3">
      <h2 id={id} className="text-title">
        Your data
      </h2>
      <ExportData />
      <DeleteAccount />
    </section>
  )
}
