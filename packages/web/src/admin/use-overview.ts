// How the instance does, looked at anew every few seconds as long as somebody looks.
import type { Overview } from '@chatapp/contract'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

const lookEveryMs = 5_000

export function useOverview() {
  const [overview, setOverview] = useState<Overview | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)

  useEffect(() => {
    let isOver = false
    let isAsking = false
    async function look() {
      if (isAsking || document.visibilityState !== 'visible') return
      isAsking = true
      try {
        const found = await client.admin.getOverview()
        if (isOver) return
        setOverview(found)
        setMistake(null)
      } catch (error) {
        if (!isOver) setMistake(wordsFor(error))
      } finally {
        isAsking = false
      }
    }
    void look()
    const timer = setInterval(() => void look(), lookEveryMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      isOver = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])

  return { overview, mistake }
}
