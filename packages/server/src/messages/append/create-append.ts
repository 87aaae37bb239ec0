import type { Storage } from '../../storage/storage.ts'
import type { Append, Tell } from './append.ts'
import { GroupedAppend } from './grouped-append.ts'
import { mysqlWriter } from './mysql-writer.ts'
import { sqliteWriter } from './sqlite-writer.ts'

/** @param onSent hears of each send that was answered, and how long it took. */
export function createAppend(storage: Storage, tell: Tell, onSent: (tookMs: number) => void): Append {
  const writer = storage.engine === 'sqlite' ? sqliteWriter(storage) : mysqlWriter(storage)
  const append = new GroupedAppend(writer, tell)
  return {
    async send(send) {
      const startedAt = performance.now()
      const outcome = await append.send(send)
      onSent(performance.now() - startedAt)
      return outcome
    },
    markRead: (mark) => append.markRead(mark),
    markDelivered: (mark) => append.markDelivered(mark),
  }
}
