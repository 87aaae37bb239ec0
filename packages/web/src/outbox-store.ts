// Pending sends in IndexedDB, a record each: tabs write theirs without taking away those of others.
import type { OutboxStore, PendingSend } from '@chatapp/client'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

interface Tables extends DBSchema {
  sends: { key: string; value: PendingSend }
}

let opened: Promise<IDBPDatabase<Tables>> | null = null

function open() {
  opened ??= openDB<Tables>('chatapp', 1, {
    upgrade: (db) => void db.createObjectStore('sends', { keyPath: 'id' }),
    // Another tab wants to upgrade, or the browser closed it: opened anew when it is needed next.
    blocking: (_current, _blocked, event) => {
      opened = null
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => {
      opened = null
    },
  })
  return opened
}

export function createOutboxStore(): OutboxStore {
  let kept: ReadonlyMap<string, PendingSend> = new Map()

  return {
    async load() {
      const db = await open()
      const sends = (await db.getAll('sends')).filter(isSend).sort(byTurn)
      kept = new Map(sends.map((send) => [send.id, send]))
      return sends
    },
    async save(sends) {
      const db = await open()
      const next = new Map(sends.map((send) => [send.id, send]))
      const { store, done } = db.transaction('sends', 'readwrite')
      const writes: Promise<unknown>[] = [done]
      for (const send of sends) if (kept.get(send.id) !== send) writes.push(store.put(send))
      for (const id of kept.keys()) if (!next.has(id)) writes.push(store.delete(id))
      await Promise.all(writes)
      kept = next
    },
  }
}

/** Those of tabs that were closed too, of which no running client knows. */
export async function forgetSends(from: string): Promise<void> {
  const { store, done } = (await open()).transaction('sends', 'readwrite')
  const sends = await store.getAll()
  await Promise.all([done, ...sends.filter((send) => send.from === from).map(({ id }) => store.delete(id))])
}

/** What another version of the app has left in another form stays where it is. */
const isSend = (record: Partial<PendingSend>): boolean =>
  [record.id, record.from, record.to, record.body].every((text) => typeof text === 'string') &&
  [record.madeAt, record.expiresAt].every(Number.isFinite)

/** One that was tried again stands behind what was written meanwhile; its time begins anew then. */
const byTurn = (a: PendingSend, b: PendingSend): number => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1)
