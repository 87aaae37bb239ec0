import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { BackLink } from '../ui/back-link.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useDirectory } from './use-directory.ts'

/** The directory: everybody, or those whose name or username begins with what was typed. */
export function PeopleScreen() {
  useTitle('New chat')
  const [typed, setTyped] = useState('')
  const query = typed.trim()
  const { found, isLoading, loadMore, retry } = useDirectory(query)
  const list = useFocusOnGrowth(found.people.length, found.query)
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => search.current?.focus(), [])
  return (
    <section className="pane main-pane" aria-labelledby="people-title">
      <header className="pane-header">
        <BackLink />
        <h1 id="people-title">New chat</h1>
      </header>
      <search className="people-search">
        <label htmlFor="people-search">Name or username</label>
        <input
          ref={search}
          id="people-search"
          type="search"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </search>
      <div className="pane-body" aria-busy={isLoading}>
        {found.query === null && <Skeleton label="Loading people…" rows={5} />}
        <ul className="rows" aria-label="People" ref={list}>
          {found.people.map(({ username, name }) => (
            <li key={username}>
              <Link href={`/c/${username}`} className="row">
                <Avatar username={username} name={name} />
                <bdi className="row-name">{name}</bdi>
                <span className="row-preview">@{username}</span>
              </Link>
            </li>
          ))}
        </ul>
        <p role="status" className="people-note">
          {found.query !== null && !isLoading && !found.mistake && noteOf(found.people.length, found.query)}
        </p>
        {found.mistake && (
          <div className="empty">
            <p role="alert">{found.mistake}</p>
            <button type="button" className="button" onClick={retry}>
              Try again
            </button>
          </div>
        )}
        {found.next !== null && !found.mistake && (
          <button type="button" className="button more" aria-disabled={isLoading} onClick={loadMore}>
            {isLoading ? 'Loading…' : 'More people'}
          </button>
        )}
      </div>
    </section>
  )
}

function noteOf(count: number, query: string): string {
  if (count > 0) return ''
  return query === ''
    ? `Nobody else is here yet. Others make an account at ${location.origin}/sign-up.`
    : `Nobody’s name or username begins with “${query}”.`
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
