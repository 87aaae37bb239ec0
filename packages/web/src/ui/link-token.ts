import { useEffect, useState } from 'react'

const tokens = new Map<string, string>()

/** The token from a link's fragment, which no server sees; it does not stay in the address or the history. */
export function useLinkToken(): string {
  const [current, setCurrent] = useState(takeToken)
  useEffect(() => {
    const onHashChange = () => setCurrent(takeToken())
    window.addEventListener('hashchange', onHashChange)
    return () => window.removeEventListener('hashchange', onHashChange)
  }, [])
  return current
}

function takeToken(): string {
  const { hash, pathname, search } = location
  if (hash.length > 1) {
    tokens.set(pathname, hash.slice(1))
    history.replaceState(history.state, '', pathname + search)
  }
  return tokens.get(pathname) ?? ''
}
