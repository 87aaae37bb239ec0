/** How far somebody has read a conversation, and how far their devices hold it. Both only go up. */
import type { Marks } from '@chatapp/contract'
import type { Access } from '../conversations/access.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { Append } from './append/append.ts'

export interface MarkDeps {
  access: Access
  append: Append
}

/** @throws Refused `not_found` without a conversation; `validation_failed` above its last message. */
export async function markRead(
  { access, append }: MarkDeps,
  caller: Caller,
  username: string,
  number: number,
): Promise<Marks> {
  const peer = await access.requirePeer(caller, username)
  const outcome = await append.markRead({ by: caller, peer, number })
  if (outcome.kind === 'no_conversation') throw new Refused('not_found')
  if (outcome.kind === 'above_last') throw refuseField('/number', 'out_of_range')
  return { with: peer.username, ...outcome.mine }
}

/** For the socket: what makes no sense changes nothing. */
export async function markDelivered(
  { access, append }: MarkDeps,
  caller: Caller,
  username: string,
  number: number,
): Promise<void> {
  const peer = await access.requirePeer(caller, username)
  await append.markDelivered({ by: caller, peer, number })
}
