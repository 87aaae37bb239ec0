import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { isRefused } from './words.ts'

export interface Confirmed {
  /**
   * Does something. When the server wants to know first who is asking, it is done again once that is confirmed; null
   * when somebody did not confirm, and nothing was done. Everything else that goes wrong is thrown.
   */
  confirmed<T>(action: () => Promise<T>): Promise<T | null>
  /** To draw on the screen, beside its forms rather than inside of one. */
  dialog: ReactNode
}

/** For what could lock somebody out. */
export function useConfirmed(): Confirmed {
  const [asking, setAsking] = useState<{ onEnd(isConfirmed: boolean): void } | null>(null)

  async function confirmed<T>(action: () => Promise<T>): Promise<T | null> {
    try {
      return await action()
    } catch (error) {
      if (!isRefused(error, 'reauthentication_required')) throw error
    }
    const isConfirmed = await new Promise<boolean>((onEnd) => setAsking({ onEnd }))
    setAsking(null)
    return isConfirmed ? action() : null
  }

  return { confirmed, dialog: asking && <ConfirmDialog onEnd={asking.onEnd} /> }
}
