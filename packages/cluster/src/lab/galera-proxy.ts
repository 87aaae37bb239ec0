/** haproxy in front of a cluster: leads to the node that takes the writes. */
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { freePorts } from './free-ports.ts'
import type { GaleraNode } from './galera-node.ts'
import { type Haproxy, startHaproxy } from './haproxy.ts'
import type { LabFolder } from './lab-folder.ts'
import { until } from './until.ts'

export interface GaleraProxy extends Haproxy {
  writer(): Promise<string>
  whenWriterIs(name: string): Promise<void>
}

export async function proxyToGalera(lab: LabFolder, nodes: readonly GaleraNode[]): Promise<GaleraProxy> {
  const [port, peerPort] = (await freePorts(2)) as [number, number]
  const proxy = await startHaproxy(lab, 'haproxy-galera.cfg', port, [
    [/bind 127\.0\.0\.1:3306/, `bind 127.0.0.1:${port}`],
    [/10\.0\.0\.11:10000\n.*\n.*/, `127.0.0.1:${peerPort}`],
    [/ port 9200/, ''],
    ...nodes.map(({ ports }, i) => {
      const there = new RegExp(`10\\.0\\.0\\.2${i + 1}:3306`)
      return [there, `127.0.0.1:${ports.sql} port ${ports.check}`] as const
    }),
  ])
  const writer = () => askForName(port)
  return {
    ...proxy,
    writer,
    whenWriterIs: (name) => until(`${name} takes the writes`, async () => (await writer()) === name),
  }
}

async function askForName(port: number): Promise<string> {
  const connection = await createConnection({ host: '127.0.0.1', port, user: 'root', connectTimeout: 2000 })
  connection.on('error', () => {})
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT @@wsrep_node_name AS name')
    return rows[0]!.name
  } finally {
    connection.destroy()
  }
}
