// What the server's codes are called on the screen.
import { ApiError, NetworkError } from '@chatapp/client'
import type { ErrorCode, FieldErrorCode } from '@chatapp/contract'

export type WordsByCode = Partial<Record<ErrorCode, string>>

export const isRefused = (error: unknown, code: ErrorCode): boolean =>
  error instanceof ApiError && error.code === code

/** An error in a sentence: what happened, and what to do about it. */
export function wordsFor(error: unknown, words: WordsByCode = {}): string {
  if (error instanceof NetworkError) return 'The server did not answer. Check your connection and try again.'
  if (!(error instanceof ApiError)) return 'Something went wrong in this app. Reload the page and try again.'
  const known = words[error.code]
  if (known) return known
  switch (error.code) {
    case 'rate_limited':
      return `Too many tries. Wait ${inWords(error.retryAfter ?? 1)} and try again.`
    case 'unavailable':
      return 'The server is not available right now. Try again in a moment.'
    case 'insufficient_storage':
      return 'The server has no space left. Tell its administrator.'
    case 'validation_failed':
      return 'Some of this cannot be taken. Look at the marked fields.'
    case 'internal':
      return `Something went wrong on the server. Its reference is ${error.requestId}.`
    default:
      return `${error.problem.title}.`
  }
}

const fieldWords: Record<FieldErrorCode, string> = {
  required: 'Fill this in.',
  unknown_field: 'The server does not know this.',
  wrong_type: 'This cannot be taken.',
  empty: 'Fill this in.',
  too_short: 'This is too short.',
  too_long: 'This is too long.',
  out_of_range: 'This is out of range.',
  bad_format: 'This cannot be taken.',
  bad_characters: 'Some characters in this cannot be taken.',
  taken: 'Somebody has this already.',
  not_allowed: 'This is not allowed.',
  wrong: 'This is wrong.',
}

const wordsByField: Record<string, Partial<Record<FieldErrorCode, string>>> = {
  username: {
    bad_format: 'Use 3 to 32 letters from a to z, digits and _, without spaces.',
    taken: 'This username is taken. Choose another one.',
  },
  email: {
    bad_format: 'This is not an e-mail address.',
    taken: 'There is an account with this address. Sign in instead?',
  },
  bio: {
    too_long: 'Use at most 300 characters on 5 lines.',
  },
  currentPassword: {
    wrong: 'This is not your password.',
  },
  code: {
    wrong: 'This code is wrong, too old, or was used before. Take the next one.',
  },
  password: {
    wrong: 'This is not your password.',
    too_short: 'Use at least 8 characters.',
    not_allowed: 'Too many people use this password. Choose another one.',
  },
}

export const fieldMistake = (field: string, code: FieldErrorCode): string =>
  wordsByField[field]?.[code] ?? fieldWords[code]

/** How many characters still fit; below zero, how many do not. */
export function roomInWords(left: number): string {
  const count = Math.abs(left)
  return `${count} ${count === 1 ? 'character' : 'characters'} ${left < 0 ? 'too many' : 'left'}`
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
