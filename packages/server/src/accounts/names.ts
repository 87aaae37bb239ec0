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

/**
 * What somebody says of themselves: each line cleaned as a name is, without empty ones at the ends, and never two of
 * them in a row.
 */
export const cleanBio = (bio: string): string =>
  bio
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .map(cleanName)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')

/** So much of a name the directory compares; a single character can stand for eighteen. */
const comparedMax = 255

/** A name, or what somebody types to find it, as the directory compares it: a final sigma is a sigma. */
export function sortName(name: string): string {
  const compared = name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ')
  return compared.length > comparedMax ? [...compared].slice(0, comparedMax).join('') : compared
}
