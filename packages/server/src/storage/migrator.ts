import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as first from './migrations/0001-first.ts'
import * as nodes from './migrations/0002-nodes.ts'
import * as resetLinks from './migrations/0003-reset-links.ts'
import * as mails from './migrations/0004-mails.ts'
import * as confirmations from './migrations/0005-confirmations.ts'
import * as secondFactors from './migrations/0006-second-factors.ts'
import * as profiles from './migrations/0007-profiles.ts'
import * as audit from './migrations/0008-audit.ts'
import * as desk from './migrations/0009-desk.ts'
import * as invitations from './migrations/0010-invitations.ts'
import * as apiTokens from './migrations/0011-api-tokens.ts'
import * as deletions from './migrations/0012-deletions.ts'
import * as emails from './migrations/0013-emails.ts'
import { DatabaseMistake } from './mistakes.ts'
import type { Tables } from './schema.ts'

const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-nodes': nodes,
  '0003-reset-links': resetLinks,
  '0004-mails': mails,
  '0005-confirmations': confirmations,
  '0006-second-factors': secondFactors,
  '0007-profiles': profiles,
  '0008-audit': audit,
  '0009-desk': desk,
  '0010-invitations': invitations,
  '0011-api-tokens': apiTokens,
  '0012-deletions': deletions,
  '0013-emails': emails,
}

/**
 * Brings the tables up to date, in one transaction. @returns the names of those applied.
 * @throws DatabaseMistake when a newer version has been here.
 */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results = [] } = await migrator.migrateToLatest()
  const [, newer] = /previously executed migration (\S+) is missing/.exec(String(error)) ?? []
  if (newer)
    throw new DatabaseMistake(
      `A newer ChatApp has changed this database (${newer}), and this version does not know how. Start the newer one, or restore the copy that was made before it.`,
    )
  if (error) throw error
  return results.map((result) => result.migrationName)
}
