// Who is signed in, as the server knows them: another device of theirs may change it.
import type { Me } from '@chatapp/contract'
import type { Rest } from './rest.ts'
import type { Retry } from './retry.ts'
import type { Store } from './store.ts'

export interface OwnProfileContext {
  rest: Rest
  store: Store
  retry: Retry
  signal: AbortSignal
}

export interface OwnProfile {
  /** Asks the server; again afterwards when it is told to look meanwhile. */
  look(): void
}

export function createOwnProfile({ rest, store, retry, signal }: OwnProfileContext): OwnProfile {
  let isLooking = false
  let mustLookAgain = false

  async function lookUntilDone() {
    while (mustLookAgain && !signal.aborted) {
      mustLookAgain = false
      const me = await retry.run(() => rest.call('getMe', undefined, { signal }), signal)
      // What was told while the answer was on its way may be newer.
      if (!mustLookAgain && !signal.aborted) takeMe(store, me)
    }
  }

  return {
    look() {
      mustLookAgain = true
      if (isLooking) return
      isLooking = true
      // What cannot be had now is asked for again with the next connection.
      lookUntilDone()
        .catch(() => {})
        .finally(() => {
          isLooking = false
        })
    },
  }
}

/** Has no effect once somebody else, or nobody, is signed in; the same object stays when nothing has changed. */
export function takeMe(store: Store, me: Me): void {
  const known = store.get().me
  if (known?.username !== me.username || JSON.stringify(known) === JSON.stringify(me)) return
  store.set({ me })
}
