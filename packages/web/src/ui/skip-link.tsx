/** The first stop of the tab order: past the list of chats, to what is beside it. */
export function SkipLink() {
  return (
    <button
      type="button"
      className="button fixed! start-2 top-2 z-3 not-focus-visible:sr-only max-tablet:hidden"
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
