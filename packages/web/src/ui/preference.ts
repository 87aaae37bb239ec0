// What somebody chose on this device: kept over reloads, the same in every tab, and the default where storage is forbidden.
import { useSyncExternalStore } from 'react'
import { attempt } from '../attempt.ts'

export interface Preference<T extends string> {
  use(): T
  choose(value: T): void
}

/**
 * @param values the first one is the default, for which nothing is stored.
 * @param show brings it about outside of React, when it is chosen here or in another tab.
 */
export function createPreference<T extends string>(
  key: string,
  values: readonly [T, ...T[]],
  show: (value: T) => void = () => {},
): Preference<T> {
  const listeners = new Set<() => void>()
  const read = (text: string | null): T => values.find((value) => value === text) ?? values[0]
  let current = read(attempt(() => localStorage.getItem(key)))

  function become(value: T) {
    current = value
    show(value)
    for (const listener of listeners) listener()
  }

  addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) become(read(event.newValue))
  })

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    use: () => useSyncExternalStore(subscribe, () => current),
    choose(value) {
      attempt(() => (value === values[0] ? localStorage.removeItem(key) : localStorage.setItem(key, value)))
      become(value)
    },
  }
}
