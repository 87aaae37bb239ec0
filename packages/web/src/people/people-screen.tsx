import { CircleAlert, UserSearch } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { BackLink } from '../ui/back-link.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useRovingFocus } from '../ui/use-roving-focus.ts'
import { useTitle } from '../ui/use-title.ts'
import { useDirectory } from './use-directory.ts'

/** The directory: everybody, or those whose name or username begins with what was typed. */
export function PeopleScreen() {
  useTitle('New chat')
  const [address] = useSearchParams()
  const [typed, setTyped] = useState(address.get('q') ?? '')
  const query = typed.trim()
  const { found, isLoading, loadMore, retry } = useDirectory(query)
  const list = useFocusOnGrowth(found.people.length, found.query)
  const roving = useRovingFocus(
    found.people.map(({ username }) => username),
    undefined,
  )
  /** What was asked for when Enter was pressed. */
  const [openedBy, setOpenedBy] = useState<string | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const [titleId, searchId] = [useId(), useId()]
  useEffect(() => search.current?.focus(), [])

  /** Down goes to the first one found, Enter opens it. */
  function onSearchKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return
    event.preventDefault()
    if (event.key === 'ArrowDown') list.current?.querySelector('a')?.focus()
    else setOpenedBy(query)
  }

  // Enter may be faster than the answer.
  useEffect(() => {
    if (openedBy === null || found.query !== openedBy) return
    setOpenedBy(null)
    if (openedBy === query) list.current?.querySelector('a')?.click()
  }, [openedBy, found, query, list])

  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        <BackLink />
        <h1 id={titleId} className="text-title">
          New chat
        </h1>
      </PaneHeader>
      <search className="mx-auto grid w-full max-w-190 flex-none gap-1 px-4 py-3">
        <label htmlFor={searchId} className="font-semibold">
          Name or username
        </label>
        <input
          ref={search}
          id={searchId}
          type="search"
          className="input"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onSearchKey}
        />
      </search>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain" aria-busy={isLoading}>
        <div className="mx-auto w-full max-w-190 flex-1 pb-4">
          {found.query === null && <Skeleton label="Loading people…" rows={6} />}
          <ul aria-label="People" ref={list} onKeyDown={roving.onKeyDown}>
            {found.people.map((person) => (
              <li key={person.username}>
                <Link
                  href={`/c/${person.username}`}
                  className="mx-2 flex min-h-15 items-center gap-3 rounded-card px-2 py-2 -outline-offset-2 hover:bg-surface"
                  data-username={person.username}
                  tabIndex={person.username === roving.active ? 0 : -1}
                >
                  <Avatar person={person} />
                  <span className="grid min-w-0 justify-items-start">
                    <span className="max-w-full truncate font-semibold" dir="auto">
                      {person.name}
                    </span>
                    <span className="max-w-full truncate text-secondary text-ink-2">@{person.username}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          <div role="status">
            {found.query !== null && !isLoading && !found.mistake && found.people.length === 0 && (
              <Notice icon={UserSearch} title={noteOf(found.query)}>
                {found.query === '' && <Invitation />}
              </Notice>
            )}
          </div>
          {found.mistake && (
            <Notice icon={CircleAlert} title={found.mistake} isMistake>
              <Button onClick={retry}>Try again</Button>
            </Notice>
          )}
          {found.next !== null && !found.mistake && (
            <Button className="mx-4 mt-2" aria-disabled={isLoading} onClick={loadMore}>
              {isLoading ? 'Loading…' : 'More people'}
            </Button>
          )}
        </div>
      </div>
    </Pane>
  )
}

const noteOf = (query: string): string =>
  query === '' ? 'Nobody else is here yet.' : `Nobody’s name or username begins with “${query}”.`

function Invitation() {
  return (
    <p>
      Others make an account at <span className="font-semibold">{location.origin}/sign-up</span>.
    </p>
  )
}

/** More people came by the button: the first of them gets the focus, as the button may be gone. */
function useFocusOnGrowth(count: number, query: string | null) {
  const list = useRef<HTMLUListElement>(null)
  const before = useRef({ count, query })
  useEffect(() => {
    const { count: known, query: asked } = before.current
    before.current = { count, query }
    if (query === asked && known > 0 && count > known)
      list.current?.children[known]?.querySelector('a')?.focus()
  }, [count, query])
  return list
}
