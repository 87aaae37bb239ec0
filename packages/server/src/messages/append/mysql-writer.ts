import { isDuplicate, isPassing } from '../../storage/failures.ts'
import type { MysqlStorage } from '../../storage/storage.ts'
import { retrying } from '../../storage/transaction.ts'
import type { Write, Written } from './append.ts'
import type { GroupWriter } from './grouped-append.ts'
import { writeGroup } from './mysql-group.ts'

/** A group is one transaction; when one of its writes cannot be, each is tried alone. */
export const mysqlWriter = (storage: MysqlStorage): GroupWriter => {
  const write = (writes: Write[]): Promise<Written[]> => {
    let tries = 0
    return retrying(() => {
      const isAgain = tries++ > 0
      return storage.inTransaction((query) => writeGroup(query, writes, isAgain))
    }, mayWriteAgain)
  }
  const writeAlone = (one: Write): Promise<Written | Error> =>
    write([one]).then(
      ([written]) => written!,
      (error: Error) => error,
    )
  return {
    // A second one is on its way to the database while it commits the first.
    worthwhile: 1,
    async commit(writes) {
      try {
        return await write(writes)
      } catch (error) {
        if (writes.length === 1 || isPassing(error)) throw error
        const written: (Written | Error)[] = []
        for (const one of writes) written.push(await writeAlone(one))
        return written
      }
    },
  }
}

/** Also when nobody knows whether it was committed: a message has an ID, and a mark only goes up. */
const mayWriteAgain = (error: unknown): boolean => isPassing(error) || isDuplicate(error)
