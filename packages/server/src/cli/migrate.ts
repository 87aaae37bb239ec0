import { readConfig } from '../config.ts'
import { migrateDatabase } from '../storage/database.ts'

export default async function migrate(): Promise<void> {
  const applied = await migrateDatabase(readConfig().databaseUrl)
  console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}.` : 'The database is up to date.')
}
