/** What must always hold in the tables, whatever happened before: checked on the rows themselves. */
import type { Db, Storage } from '../storage/storage.ts'

interface Member {
  user_key: number
  peer_key: number
  last_number: number
  last_message_at: number
  read_number: number
  delivered_number: number
  peer_read_number: number
  peer_delivered_number: number
  seq: number
}

/** @returns a line for each thing that is not as it must be. */
export async function databaseMistakes({ scans }: Storage): Promise<string[]> {
  const members: Member[] = await scans.selectFrom('members').selectAll().execute()
  const messages = await scans
    .selectFrom('messages')
    .select(['low_key', 'high_key', 'number', 'created_at', 'sender_is_low'])
    .orderBy('low_key')
    .orderBy('high_key')
    .orderBy('number')
    .execute()
  const heads = new Map(
    (await scans.selectFrom('feeds').selectAll().execute()).map(({ user_key, head }) => [user_key, head]),
  )
  const rows = new Map(members.map((row) => [`${row.user_key} ${row.peer_key}`, row]))
  const byPair = Map.groupBy(messages, ({ low_key, high_key }) => `${low_key} ${high_key}`)
  const mistakes: string[] = []
  const must = (holds: boolean, mistake: string) => {
    if (!holds) mistakes.push(mistake)
  }

  for (const [pair, inPair] of byPair) {
    const [low, high] = pair.split(' ')
    for (const [i, { number, created_at }] of inPair.entries()) {
      must(number === i + 1, `${pair}: message ${number} stands at place ${i + 1}`)
      must(
        created_at >= (inPair[i - 1]?.created_at ?? 0),
        `${pair}: message ${number} is older than the one before`,
      )
    }
    const last = inPair.at(-1)!
    for (const row of [rows.get(pair), rows.get(`${high} ${low}`)]) {
      must(row?.last_number === last.number, `${pair}: a row says ${row?.last_number} of ${last.number}`)
      must(row?.last_message_at === last.created_at, `${pair}: a row has another time than the last message`)
    }
  }
  for (const row of members) mistakes.push(...memberMistakes(row, rows, heads))
  const seqs = new Set(members.map(({ user_key, seq }) => `${user_key} ${seq}`))
  must(seqs.size === members.length, 'two conversations of one person have the same seq')
  mistakes.push(...(await goneMistakes(scans)))
  return mistakes
}

function memberMistakes(row: Member, rows: Map<string, Member>, heads: Map<number, number>): string[] {
  const who = `${row.user_key} ${row.peer_key}`
  const other = rows.get(`${row.peer_key} ${row.user_key}`)
  if (!other) return [`${who}: the other side has no row`]
  const claims: Record<string, boolean> = {
    'the other side knows another read mark': row.read_number === other.peer_read_number,
    'the other side knows another delivered mark': row.delivered_number === other.peer_delivered_number,
    'the other side is at another number': row.last_number === other.last_number,
    'more is read than there is': row.read_number <= row.last_number,
    'more is delivered than there is': row.delivered_number <= row.last_number,
    'its seq is above the feed': row.seq <= (heads.get(row.user_key) ?? 0),
    'fewer changes than messages': row.seq >= row.last_number,
  }
  return Object.entries(claims).flatMap(([mistake, holds]) => (holds ? [] : [`${who}: ${mistake}`]))
}

/** Of who was deleted nothing is left but the place that they held. */
async function goneMistakes(db: Db): Promise<string[]> {
  const gone = await db.selectFrom('auth_user').selectAll().where('left_at', 'is not', null).execute()
  const mistakes: string[] = []
  for (const { id, key, name, email, image, bio, role } of gone) {
    if (name !== 'Deleted account' || email !== `deleted-${key}@deleted.invalid`)
      mistakes.push(`${key}: was deleted and is still called ${name}, ${email}`)
    if (image !== null || bio !== null || role !== 'user')
      mistakes.push(`${key}: was deleted and has still a picture, a bio or a role`)
    for (const table of ['auth_session', 'auth_account'] as const)
      if (await db.selectFrom(table).select('id').where('user_id', '=', id).executeTakeFirst())
        mistakes.push(`${key}: was deleted and has still a row in ${table}`)
    for (const table of [
      'second_factors',
      'recovery_codes',
      'single_use_tokens',
      'api_tokens',
      'email_changes',
      'mails',
      'avatars',
    ] as const)
      if (await db.selectFrom(table).select('user_key').where('user_key', '=', key).executeTakeFirst())
        mistakes.push(`${key}: was deleted and has still a row in ${table}`)
  }
  return mistakes
}
