import { createHash } from 'node:crypto'

/** Tokens themselves are kept nowhere. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()
