import type { Storage } from '../../storage/storage.ts'
import type { Append, Tell } from './append.ts'
import { GroupedAppend } from './grouped-append.ts'
import { mysqlWriter } from './mysql-writer.ts'
import { sqliteWriter } from './sqlite-writer.ts'

export const createAppend = (storage: Storage, tell: Tell): Append =>
  new GroupedAppend(storage.engine === 'sqlite' ? sqliteWriter(storage) : mysqlWriter(storage), tell)
