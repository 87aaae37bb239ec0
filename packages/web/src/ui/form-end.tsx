import { Button } from './button.tsx'

/** What is wrong with the whole form, and the button that sends it. */
export function FormEnd({
  summary,
  isBusy,
  action,
}: {
  summary: string | null
  isBusy: boolean
  action: string
}) {
  return (
    <>
      {summary && <FormMistake>{summary}</FormMistake>}
      <Button type="submit" kind="primary" aria-disabled={isBusy}>
        {isBusy ? 'One moment…' : action}
      </Button>
    </>
  )
}

export function FormMistake({ children }: { children: string }) {
  return (
    <p
      role="alert"
      className="rounded-control border border-current p-3 text-secondary text-danger"
      tabIndex={-1}
    >
      {children}
    </p>
  )
}
