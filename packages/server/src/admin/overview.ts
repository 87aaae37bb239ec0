/** How the instance does, over all its processes. */
import type { Overview } from '@chatapp/contract'
import type { Runtime } from '../runtime.ts'
import { databaseBytes } from '../storage/database-size.ts'
import type { NodeFigures, Nodes } from '../storage/nodes.ts'
import type { Storage } from '../storage/storage.ts'
import { deskQueries } from './desk-queries.ts'
import { type Pulse, slowest, sum } from './pulse.ts'

export interface OverviewDeps {
  storage: Storage
  runtime: Runtime
  nodes: Nodes
  pulse: Pulse
}

const rememberMs = 60_000

export function createOverview({ storage, runtime, nodes, pulse }: OverviewDeps): () => Promise<Overview> {
  const people = remembered(runtime, () => deskQueries.countAccounts(storage.scans))
  const bytes = remembered(runtime, () => databaseBytes(storage))
  return async () => {
    const own = { id: nodes.id, ...pulse.figures() }
    const all = [own, ...nodes.others]
    return {
      people: await people(),
      online: sum(all, 'people'),
      sockets: sum(all, 'sockets'),
      sends: sum(all, 'sends'),
      sendP99Ms: inMs(slowest(all)),
      databaseBytes: await bytes(),
      nodes: all.map((node) => nodeFrom(node, node === own)),
      minutes: pulse.minutes().map(({ at, sendP99Us, ...minute }) => ({
        ...minute,
        at: new Date(at).toISOString(),
        sendP99Ms: inMs(sendP99Us),
      })),
    }
  }
}

const nodeFrom = (
  { id, version, startedAt, sockets, people, sends, sendP99Us }: NodeFigures & { id: string },
  isAnswering: boolean,
): Overview['nodes'][number] => ({
  ...{ id, isAnswering, version, sockets, sends },
  startedAt: new Date(startedAt).toISOString(),
  online: people,
  sendP99Ms: inMs(sendP99Us),
})

const inMs = (us: number | null): number | null => (us === null ? null : us / 1000)

/** What costs more than a look, asked for at most once a minute. */
function remembered<T>({ now }: Runtime, ask: () => Promise<T>): () => Promise<T> {
  let known: { value: T; at: number } | null = null
  return async () => {
    if (known === null || now() - known.at > rememberMs) known = { value: await ask(), at: now() }
    return known.value
  }
}
