/** A display name as it is kept: composed, without control, bidi or invisible characters, single spaces. */
export function cleanName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E0FFF}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** A name, or what somebody types to find it, as the directory compares it. */
export function sortName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
