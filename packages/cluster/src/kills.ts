/** kill -9 on the database node that takes the writes, again and again, under load. */
import { joinCrowd } from './lab/crowd.ts'
import { Load } from './lab/load.ts'
import { findViolations } from './lab/verdict.ts'
import type { WholeCluster } from './lab/whole-cluster.ts'

const people = 24

export async function killWriters(cluster: WholeCluster, rounds: number): Promise<string[]> {
  const crowd = await joinCrowd(cluster.nodes.url, people, 'writer')
  const load = Load.begin(cluster.nodes.url, crowd)
  const gaps: number[] = []
  console.log('round  writer killed   gap s  acknowledged  retried')
  for (let round = 1; round <= rounds; round++) {
    const before = { acknowledged: load.acknowledged, retried: load.retried }
    const writer = await cluster.galeraProxy.writer()
    const killed = cluster.galera.node(writer)
    const acknowledgedAgain = load.whenAcknowledged()
    await killed.end('SIGKILL')
    const gap = await acknowledgedAgain
    gaps.push(gap)
    killed.start()
    await cluster.galera.whenSynced()
    await load.whenAcknowledged()
    const columns = [
      String(round).padStart(5),
      writer.padEnd(13),
      gap.toFixed(1).padStart(6),
      String(load.acknowledged - before.acknowledged).padStart(13),
      String(load.retried - before.retried).padStart(8),
    ]
    console.log(columns.join('  '))
  }
  await load.stop()
  const found = await findViolations(load, crowd, cluster.databaseUrl)
  const longest = Math.max(...gaps).toFixed(1)
  console.log(
    `${rounds} kills of the writer: ${load.acknowledged} sends acknowledged, ${load.retried} times retried, ` +
      `longest gap ${longest} s; lost, doubled, moved or changed: ${found.length}`,
  )
  return found
}
