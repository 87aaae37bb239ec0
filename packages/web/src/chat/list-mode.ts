import { useSyncExternalStore } from 'react'
import { createPreference } from '../ui/preference.ts'

/**
 * `windowed`: rows near the screen are drawn, earlier ones come by themselves. `simple`: all that is here is drawn, and
 * earlier messages come by a button, for screen readers and magnifiers that lose their way otherwise.
 */
export const listMode = createPreference('list', ['auto', 'windowed', 'simple'])

const forcedColors = matchMedia('(forced-colors: active)')

/** Who forces colours gets the simple list unless they chose otherwise. */
export function useIsSimpleList(): boolean {
  const chosen = listMode.use()
  const isForced = useSyncExternalStore(onForcedColors, () => forcedColors.matches)
  return chosen === 'auto' ? isForced : chosen === 'simple'
}

function onForcedColors(listener: () => void) {
  forcedColors.addEventListener('change', listener)
  return () => forcedColors.removeEventListener('change', listener)
}
