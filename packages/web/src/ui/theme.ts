import { createPreference } from './preference.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The system's, or the one that was chosen, which theme-1.js sets before first paint. */
export const theme = createPreference<Theme>('theme', themes, (chosen) => {
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
})
