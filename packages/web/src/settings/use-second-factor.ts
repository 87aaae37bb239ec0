import type { SecondFactor } from '@chatapp/contract'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

/** How the second step stands. */
export function useSecondFactor() {
  const [state, setState] = useState<SecondFactor | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)

  async function look() {
    setMistake(null)
    try {
      setState(await client.getSecondFactor())
    } catch (error) {
      setMistake(wordsFor(error))
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the screen opens
  useEffect(() => void look(), [])

  return {
    /** Null until it is known. */
    state,
    /** Why it is not known. */
    mistake,
    look,
  }
}
