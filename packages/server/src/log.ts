import { pino } from 'pino'
import type { Log } from './runtime.ts'

/** Lines of JSON on the standard output, without bodies or names. */
export function createLog(level: string): Log {
  const log = pino({ level, base: null })
  return {
    debug: (error) => log.debug(error),
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (error, reference) => log.error({ err: error, reference }),
  }
}
