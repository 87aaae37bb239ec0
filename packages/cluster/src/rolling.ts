/** A rolling restart of every process, under load and with many open sockets. */
import { joinCrowd } from './lab/crowd.ts'
import { HeldSockets } from './lab/held-sockets.ts'
import { Load } from './lab/load.ts'
import { findViolations } from './lab/verdict.ts'
import type { WholeCluster } from './lab/whole-cluster.ts'

const senders = 16
const readers = 20
const socketsEach = 10
const backWithinSeconds = 30

export async function restartRolling({ nodes, databaseUrl }: WholeCluster): Promise<string[]> {
  const crowd = await joinCrowd(nodes.url, senders, 'sender')
  const audience = await joinCrowd(nodes.url, readers, 'reader')
  using sockets = new HeldSockets(nodes.url, audience, socketsEach)
  await sockets.whenAllOpen(backWithinSeconds)
  sockets.startCounting()
  const load = Load.begin(nodes.url, crowd)
  await load.whenAcknowledged()
  const codes: (number | null)[] = []
  for (const node of nodes.all) {
    codes.push(await node.end('SIGTERM'))
    await node.start()
    await load.whenAcknowledged()
  }
  await sockets.whenAllOpen(backWithinSeconds)
  await load.stop()
  const found = [
    ...codes.flatMap((code) => (code === 0 ? [] : [`a process that was asked to stop ended with ${code}`])),
    ...(sockets.longestAway > backWithinSeconds ? [`a socket was away for ${sockets.longestAway} s`] : []),
    ...(await findViolations(load, crowd, databaseUrl)),
  ]
  console.log(
    `${nodes.all.length} processes restarted in turn: ${load.acknowledged} sends acknowledged, ` +
      `${load.retried} times retried, ${load.refused.length} failed; ${sockets.count} sockets came back ` +
      `${sockets.returns} times, the longest away for ${sockets.longestAway.toFixed(1)} s; ` +
      `lost, doubled, moved or changed: ${found.length}`,
  )
  return found
}
