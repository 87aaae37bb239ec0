/** What somebody changes of what others see of them: name, picture, and what they say of themselves. */
import { limits, type Me, type OperationInput, routes, type ServerFrame } from '@chatapp/contract'
import { readMe } from '../accounts/accounts-rules.ts'
import { cleanBio, cleanName, sortName } from '../accounts/names.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import type { ProfileNews } from './profile-news.ts'
import { profileQueries } from './profile-queries.ts'

export interface ProfileDeps {
  storage: Storage
  runtime: Pick<Runtime, 'now' | 'newSecret'>
  news: Pick<ProfileNews, 'look'>
  /** Tells somebody's sockets. */
  ring(userKey: number, frames: ServerFrame[]): void
}

/** Columns of theirs that get another value; undefined: as it is. */
interface Change {
  name?: string | undefined
  bio?: string | undefined
  image?: string | null | undefined
}

/** @throws Refused `validation_failed`: `empty` or `too_long` once it is cleaned. */
export function updateProfile(
  deps: ProfileDeps,
  caller: Caller,
  input: OperationInput<'updateProfile'>['body'],
): Promise<Me> {
  const name = input.name === undefined ? undefined : cleanName(input.name)
  const bio = input.bio === undefined ? undefined : cleanBio(input.bio)
  if (name === '') throw refuseField('/name', 'empty')
  // Composing makes some letters two.
  if (isLonger(name, limits.nameMax)) throw refuseField('/name', 'too_long')
  if (isLonger(bio, limits.bioMax) || (bio ?? '').split('\n').length > limits.bioLinesMax)
    throw refuseField('/bio', 'too_long')
  return change(deps, caller, { name, bio })
}

const isLonger = (text: string | undefined, max: number): boolean => [...(text ?? '')].length > max

/** @throws what `toAvatar` does. */
export async function setAvatar(deps: ProfileDeps, caller: Caller, bytes: Buffer | undefined): Promise<Me> {
  const { toAvatar } = await import('./pictures.ts')
  const picture = await toAvatar(bytes ?? Buffer.alloc(0))
  const id = deps.runtime.newSecret().slice(0, idLength)
  return change(deps, caller, { image: routes.getAvatar.split(' ')[1]!.replace(':id', id) }, { id, picture })
}

/** 132 bits, base64url. */
const idLength = 22

export const removeAvatar = (deps: ProfileDeps, caller: Caller): Promise<Me> =>
  change(deps, caller, { image: null })

/** @throws Refused `not_found`, also for one that was replaced. */
export async function readAvatar({ storage }: Pick<ProfileDeps, 'storage'>, id: string): Promise<Uint8Array> {
  const bytes = await profileQueries(storage.db).avatar(id)
  if (!bytes) throw new Refused('not_found')
  return bytes
}

async function change(
  { storage, runtime, news, ring }: ProfileDeps,
  { key }: Caller,
  { name, bio, image }: Change,
  avatar?: { id: string; picture: Buffer },
): Promise<Me> {
  const queries = profileQueries(storage.db)
  await transaction(storage, async (trx, afterCommit) => {
    const before = await queries.own(trx, key)
    const isSeenInLists =
      (name !== undefined && name !== before.name) || (image !== undefined && image !== before.image)
    if (!isSeenInLists && (bio === undefined || bio === (before.bio ?? ''))) return
    await queries.change(trx, key, {
      ...(name !== undefined && { name, sort_name: sortName(name) }),
      ...(bio !== undefined && { bio }),
      ...(image !== undefined && { image }),
      updated_at: new Date(runtime.now()).toISOString(),
    })
    if (image !== undefined) await queries.removeAvatar(trx, key)
    if (avatar) await queries.addAvatar(trx, avatar.id, key, avatar.picture)
    if (isSeenInLists) await queries.addNews(trx, key)
    afterCommit(() => {
      ring(key, [{ type: 'me.changed' }])
      if (isSeenInLists) news.look()
    })
  })
  return readMe({ storage }, key)
}
