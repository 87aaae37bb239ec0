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
      {summary && (
        <p role="alert" className="form-mistake" tabIndex={-1}>
          {summary}
        </p>
      )}
      <button type="submit" className="button primary" aria-disabled={isBusy}>
        {isBusy ? 'One moment…' : action}
      </button>
    </>
  )
}
