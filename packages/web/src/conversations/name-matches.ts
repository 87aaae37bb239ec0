import type { User } from '@chatapp/contract'

/** Whether a word of the name, or the username, begins with it, whatever the case and the accents. */
export function nameMatches({ username, name }: Pick<User, 'username' | 'name'>, filter: string): boolean {
  const sought = plain(filter.replace(/^@/u, ''))
  return username.startsWith(sought) || ` ${plain(name)}`.includes(` ${sought}`)
}

const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().replace(/\s+/gu, ' ')
