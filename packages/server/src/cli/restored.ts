/** `chatapp restored`: what came after the copy is not here any more, and every device has to hear of it. */
import { readConfig } from '../config.ts'
import { openForServing, requireDatabase } from '../storage/database.ts'
import { renewEpoch } from '../storage/instance.ts'
import { DatabaseMistake } from '../storage/mistakes.ts'
import { countNodes } from '../storage/nodes.ts'

export default async function restored(): Promise<void> {
  const { databaseUrl } = readConfig()
  await requireDatabase(databaseUrl)
  // Of a file, this says whether a server has it; the servers of a MySQL database have signed in there.
  const storage = await openForServing(databaseUrl)
  try {
    const servers = await countNodes(storage.db, Date.now())
    if (servers > 0)
      throw new DatabaseMistake(
        `Servers that run on this database: ${servers}. Stop all of them first, since they read at their start which life of the database they serve. One that was killed counts for half a minute more.`,
      )
    await renewEpoch(storage.db, () => crypto.randomUUID())
  } finally {
    await storage.close()
  }
  console.log(
    'This database has begun a new life. Start the servers: every device begins anew with what is here, and sends again what it sent within the last 24 hours.',
  )
}
