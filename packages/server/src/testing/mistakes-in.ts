import { openForCommand } from '../storage/database.ts'
import { databaseMistakes } from './database-mistakes.ts'

/** What is not as it must be in a database, whoever serves it. */
export async function mistakesIn(databaseUrl: string): Promise<string[]> {
  const storage = await openForCommand(databaseUrl)
  try {
    return await databaseMistakes(storage)
  } finally {
    await storage.close()
  }
}
