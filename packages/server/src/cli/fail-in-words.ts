import { errors, type FieldErrorCode } from '@chatapp/contract'
import { ConfigError } from '../config.ts'
import { Refused } from '../http/refused.ts'
import { RedisMistake } from '../redis/redis-mistake.ts'
import { mistakeOf } from '../storage/failures.ts'

/** A mistake somebody can mend is said in a line; anything else shows where it happened. Exit code 1. */
export function failInWords(error: unknown): void {
  process.exitCode = 1
  if (error instanceof ConfigError) {
    for (const mistake of error.mistakes) console.error(mistake)
  } else if (error instanceof Refused) {
    const { details, code } = error
    if (!details.errors) console.error(details.detail ?? `${errors[code].title}.`)
    for (const field of details.errors ?? [])
      console.error(`The ${field.path.slice(1)} ${fieldWords[field.code]}.`)
  } else console.error(mistakeOf(error) ?? (isExpected(error) ? inWords(error) : error))
}

const fieldWords: Record<FieldErrorCode, string> = {
  required: 'is missing',
  unknown_field: 'is not known',
  wrong_type: 'is of the wrong kind',
  empty: 'is empty',
  too_short: 'is too short',
  too_long: 'is too long',
  out_of_range: 'is out of range',
  bad_format: 'does not have the right form',
  bad_characters: 'has characters that are not allowed',
  taken: 'is taken',
  not_allowed: 'is not allowed',
  wrong: 'is wrong',
}

const isExpected = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof RedisMistake ||
  ['EADDRINUSE', 'EACCES', 'EROFS', 'EADDRNOTAVAIL'].includes((error as NodeJS.ErrnoException).code ?? '')

function inWords(error: NodeJS.ErrnoException & { port?: number }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port} is taken. Stop what uses it, or set PORT to another one.`
    case 'EADDRNOTAVAIL':
      return 'HOST is not an address of this machine.'
    case 'EACCES':
    case 'EROFS':
      return `Not allowed: ${error.message}`
    default:
      return error.message
  }
}
