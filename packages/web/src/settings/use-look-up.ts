import { useEffect, useRef, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { type WordsByCode, wordsFor } from '../ui/words.ts'

/** What the server has of one's own, looked up again after every change, and shown in a place that takes the focus then. */
export function useLookUp<T, Place extends HTMLElement>(ask: () => Promise<T>, words: WordsByCode) {
  const [known, setKnown] = useState<T | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const place = useRef<Place>(null)

  /** Does something, if anything, and looks again. */
  async function look(change?: () => Promise<void>, said?: string) {
    setBusy(true)
    setMistake(null)
    try {
      await change?.()
      setKnown(await ask())
      if (said) {
        announce(said)
        // The button that was pressed is gone.
        place.current?.focus()
      }
    } catch (error) {
      setMistake(wordsFor(error, words))
    }
    setBusy(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the screen opens
  useEffect(() => void look(), [])

  return {
    /** Null until it is there. */
    known,
    mistake,
    isBusy,
    /** To put on what shows it. */
    place,
    retry: () => void look(),
    /** Unless something else is being done. @param said to screen readers, once it is done. */
    change: (action: () => Promise<void>, said: string) => isBusy || void look(action, said),
  }
}
