import type { ServerFrame } from '@chatapp/contract'
import { type Bus, personChannel } from '../bus/bus.ts'
import { parseId } from '../messages/message-id.ts'
import type * as stamps from '../storage/stamps.ts'
import type { Storage } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'

/**
 * Changes an old message the way every such change goes: change, stamp, commit, then tell. Devices have to follow
 * it although no route changes messages yet. @param stampAmendment the real one, or one with a fault put in.
 */
export async function amendMessage(
  {
    storage,
    bus,
    stampAmendment,
  }: { storage: Storage; bus: Bus; stampAmendment: typeof stamps.stampAmendment },
  id: string,
  change: { body: string } | { isDeleted: true },
): Promise<void> {
  await transaction(storage, async (trx, afterCommit) => {
    const message = await trx
      .selectFrom('messages')
      .select(['low_key', 'high_key', 'number', 'version', 'revision', 'deleted_at'])
      .where('id', '=', parseId(id))
      .executeTakeFirstOrThrow()
    if (message.deleted_at !== null) return
    await trx
      .updateTable('messages')
      .set({
        version: message.version + 1,
        ...('body' in change
          ? { body: change.body, revision: message.revision + 1, edited_at: Date.now() }
          : { body: '', deleted_at: Date.now() }),
      })
      .where('id', '=', parseId(id))
      .execute()
    const place = { lowKey: message.low_key, highKey: message.high_key, number: message.number }
    for (const userKey of [message.low_key, message.high_key]) {
      const seq = await stampAmendment(trx, userKey, place)
      const frame: ServerFrame = { type: 'message.changed', id, seq }
      afterCommit(() => bus.publish(personChannel(userKey), [JSON.stringify(frame)]))
    }
  })
}
