// What somebody was typing, by person and peer: survives a reload, a crash and the end of a session, and is the
// same in every tab.
import { useSyncExternalStore } from 'react'
import { attempt } from './attempt.ts'

const keyOf = (me: string, peer: string): string => `draft ${me} ${peer}`
const listeners = new Set<() => void>()
/** What was read or typed here; the storage itself may be full or forbidden. */
const known = new Map<string, string>()

export function useDraft(me: string, peer: string): string {
  return useSyncExternalStore(subscribe, () => readDraft(me, peer))
}

export function readDraft(me: string, peer: string): string {
  const key = keyOf(me, peer)
  const text = known.get(key) ?? attempt(() => localStorage.getItem(key)) ?? ''
  known.set(key, text)
  return text
}

export function keepDraft(me: string, peer: string, text: string): void {
  const key = keyOf(me, peer)
  known.set(key, text)
  attempt(() => (text === '' ? localStorage.removeItem(key) : localStorage.setItem(key, text)))
  tell()
}

export function forgetDrafts(me: string): void {
  const ofMe = (key: string) => key.startsWith(keyOf(me, ''))
  for (const key of known.keys()) if (ofMe(key)) known.delete(key)
  attempt(() => {
    for (const key of Object.keys(localStorage).filter(ofMe)) localStorage.removeItem(key)
  })
  tell()
}

/** Somebody's unsent words are on this device. */
export const keepsDrafts = (): boolean =>
  attempt(() => Object.keys(localStorage).some((key) => key.startsWith('draft '))) ?? false

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function tell(): void {
  for (const listener of listeners) listener()
}

/** Another tab typed, sent, or signed out. */
addEventListener('storage', ({ key, newValue }) => {
  if (key === null) known.clear()
  else if (known.has(key)) known.set(key, newValue ?? '')
  tell()
})
