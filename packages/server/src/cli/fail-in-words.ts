import { ConfigError } from '../config.ts'
import { Refused } from '../http/refused.ts'
import { DatabaseInUse } from '../storage/sqlite/sqlite.ts'

/** A mistake somebody can mend is said in a line; anything else shows where it happened. Exit code 1. */
export function failInWords(error: unknown): void {
  process.exitCode = 1
  if (error instanceof ConfigError) {
    for (const mistake of error.mistakes) console.error(mistake)
  } else if (error instanceof Refused) {
    for (const { path, code } of error.details.errors ?? [{ path: '', code: error.code }])
      console.error(`${path.slice(1) || 'chatapp'}: ${code}`)
  } else console.error(isExpected(error) ? inWords(error) : error)
}

const isExpected = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof DatabaseInUse ||
  ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes((error as NodeJS.ErrnoException).code ?? '')

function inWords(error: NodeJS.ErrnoException & { port?: number }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port} is taken. Stop what uses it, or set PORT to another one.`
    case 'EADDRNOTAVAIL':
      return 'HOST is not an address of this machine.'
    case 'EACCES':
      return `Not allowed: ${error.message}`
    default:
      return error.message
  }
}
