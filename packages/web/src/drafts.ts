// What somebody was typing, by person and peer: survives a reload, a crash and the end of a session.
const keyOf = (me: string, peer: string): string => `draft ${me} ${peer}`

export function readDraft(me: string, peer: string): string {
  return attempt(() => localStorage.getItem(keyOf(me, peer))) ?? ''
}

export function keepDraft(me: string, peer: string, text: string): void {
  attempt(() => {
    if (text === '') localStorage.removeItem(keyOf(me, peer))
    else localStorage.setItem(keyOf(me, peer), text)
  })
}

export function forgetDrafts(me: string): void {
  attempt(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(keyOf(me, ''))) localStorage.removeItem(key)
  })
}

/** Storage may be full or forbidden: typing goes on without it. */
function attempt<T>(task: () => T): T | null {
  try {
    return task()
  } catch {
    return null
  }
}
