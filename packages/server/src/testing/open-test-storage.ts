import { join } from 'node:path'
import { openForServing } from '../storage/database.ts'
import type { Storage } from '../storage/storage.ts'
import { stackSettings } from './stack.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A database of its own, as a server opens it, gone when the test is. */
export async function openTestStorage(): Promise<{ url: string; storage: Storage } & AsyncDisposable> {
  const folder = temporaryFolder()
  const { DATABASE_URL: url = `sqlite:${join(folder.path, 'chatapp.db')}` } = await stackSettings(folder.path)
  const storage = await openForServing(url)
  return {
    url,
    storage,
    async [Symbol.asyncDispose]() {
      await storage.close()
      folder[Symbol.dispose]()
    },
  }
}
