import { Chance } from '../cli/seed-chance.ts'
import { makeTalks } from '../cli/seed-messages.ts'
import { writeTalks } from '../cli/seed-writer.ts'
import { openForCommand } from '../storage/database.ts'

export interface SeededTalk {
  /** Usernames. */
  readonly between: readonly [string, string]
  readonly messages: number
}

/** Writes talks of any length as `chatapp seed` does, in seconds; both have read all of them. */
export async function seedTalks(databaseUrl: string, talks: readonly SeededTalk[], seed: number) {
  const storage = await openForCommand(databaseUrl)
  try {
    const users = await storage.scans.selectFrom('auth_user').select(['username', 'key']).execute()
    const keys = new Map(users.map(({ username, key }) => [username, key]))
    const chance = new Chance(seed, 'talks')
    const now = Date.now()
    for (const { between, messages } of talks) {
      const pair = between.map((username) => keys.get(username)!)
      const read = makeTalks(messages, pair, chance, now).map((talk) => ({
        ...talk,
        seenBy: [true, true] as const,
      }))
      await writeTalks(storage, read, chance, () => {})
    }
  } finally {
    await storage.close()
  }
}
