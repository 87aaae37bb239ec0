/** Characters that show nothing, bidi controls among them; those that join letters or colour emoji may stay. */
const invisible = /[\p{Default_Ignorable_Code_Point}--[\u200C\u200D\uFE0F]]/gv
const visible = /[^\s\u2800\p{Default_Ignorable_Code_Point}]/v

/**
 * A display name as it is kept: composed, without control, bidi or invisible characters, single spaces;
 * empty when nothing of it can be seen.
 */
export function cleanName(name: string): string {
  const cleaned = name
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .normalize('NFC')
    .trim()
  return visible.test(cleaned) ? cleaned : ''
}

/** So much of a name the directory compares; a single character can stand for eighteen. */
const comparedMax = 255

/** A name, or what somebody types to find it, as the directory compares it: a final sigma is a sigma. */
export function sortName(name: string): string {
  const compared = name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ')
  return compared.length > comparedMax ? [...compared].slice(0, comparedMax).join('') : compared
}
