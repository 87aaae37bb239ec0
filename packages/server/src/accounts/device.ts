import Bowser from 'bowser'

/** A browser and its system in words, such as "Firefox on Windows"; null for what does not tell. */
export function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent)
  const names = [browser.name, os.name].filter((name) => name !== undefined && name !== '')
  return names.length > 0 ? names.join(' on ') : null
}
