import { Search, SquarePen, X } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { Link } from 'wouter'
import { IconButton } from '../ui/button.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { AccountMenu } from './account-menu.tsx'
import { ConversationList } from './conversation-list.tsx'

export function ConversationsPane() {
  const titleId = useId()
  const [typed, setTyped] = useState('')
  const [isUnreadOnly, setUnreadOnly] = useState(false)
  const filter = useDeferredValue(typed)

  /** Down goes to the first one found, Enter opens it, Escape shows all again. */
  function onFilterKey(event: KeyboardEvent<HTMLElement>) {
    if (event.key === 'Escape') setTyped('')
    if (event.nativeEvent.isComposing || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return
    const first = event.currentTarget.closest('section')?.querySelector<HTMLElement>('[data-username]')
    event.preventDefault()
    if (event.key === 'Enter') first?.click()
    else first?.focus()
  }

  return (
    <Pane kind="list" labelledBy={titleId}>
      <PaneHeader>
        <AccountMenu />
        <h1 id={titleId} className="flex-1 text-title">
          Chats
        </h1>
        <Link href="/new" className="button" data-kind="icon" aria-label="New chat" title="New chat">
          <SquarePen className="size-5" />
        </Link>
      </PaneHeader>
      <search className="relative mx-4 mt-3 grid flex-none">
        <Search className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-ink-2" />
        <input
          type="search"
          className="input rounded-full! ps-10! [&::-webkit-search-cancel-button]:hidden"
          aria-label="Find a chat"
          placeholder="Find a chat"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onFilterKey}
        />
        {typed !== '' && (
          <IconButton
            label="Clear"
            className="absolute! inset-y-0 end-0 my-auto"
            onClick={() => setTyped('')}
          >
            <X className="size-4" />
          </IconButton>
        )}
      </search>
      <fieldset className="flex flex-none gap-2 px-4 py-2">
        <legend className="sr-only">Which chats</legend>
        <Chip words="All" isOn={!isUnreadOnly} onChoose={() => setUnreadOnly(false)} />
        <Chip words="Unread" isOn={isUnreadOnly} onChoose={() => setUnreadOnly(true)} />
      </fieldset>
      <ConversationList filter={filter.trim()} isUnreadOnly={isUnreadOnly} />
    </Pane>
  )
}

function Chip({ words, isOn, onChoose }: { words: string; isOn: boolean; onChoose(): void }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      className="min-h-8 rounded-full border border-edge px-3 text-secondary font-semibold text-ink-2 aria-pressed:border-transparent aria-pressed:bg-selected aria-pressed:text-ink forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[color:HighlightText] pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      onClick={onChoose}
    >
      {words}
    </button>
  )
}
