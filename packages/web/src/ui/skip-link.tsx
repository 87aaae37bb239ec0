/** The first stop of the tab order: past the list of chats, to what is beside it. */
export function SkipLink() {
  return (
    <button
      type="button"
      className="button sr-only focus-visible:not-sr-only focus-visible:fixed focus-visible:start-2 focus-visible:top-2 focus-visible:z-3 max-tablet:hidden"
      onClick={focusMainPane}
    >
      Skip the list of chats
    </button>
  )
}

function focusMainPane() {
  const pane = document.querySelector<HTMLElement>('section[data-pane="main"]')
  const target = pane?.querySelector<HTMLElement>('textarea, input') ?? pane
  target?.focus()
}
