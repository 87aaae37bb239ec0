import { useEffect, useState } from 'react'

let token = ''

/** The token from the link's fragment, which no server sees; it does not stay in the address or the history. */
export function useSetUpToken(): string {
  const [current, setCurrent] = useState(takeToken)
  useEffect(() => {
    const onHashChange = () => setCurrent(takeToken())
    window.addEventListener('hashchange', onHashChange)
    return () => window.removeEventListener('hashchange', onHashChange)
  }, [])
  return current
}

function takeToken(): string {
  if (location.hash.length > 1) {
    token = location.hash.slice(1)
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return token
}
