/** haproxy in front of a cluster: leads to the node that takes the writes. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { freePorts } from './free-ports.ts'
import type { GaleraNode } from './galera-node.ts'
import { type Haproxy, startHaproxy } from './haproxy.ts'
import type { LabFolder } from './lab-folder.ts'
import { until } from './until.ts'

export interface GaleraProxy extends Haproxy {
  writer(): Promise<string>
  whenWriterIs(name: string): Promise<void>
  /** As an operator takes a node out of its rank before working on it, and gives it back. */
  setState(node: string, state: 'maint' | 'ready'): Promise<void>
}

export async function proxyToGalera(lab: LabFolder, nodes: readonly GaleraNode[]): Promise<GaleraProxy> {
  const [port] = await freePorts(1)
  const proxy = await startHaproxy(lab, 'haproxy-galera.cfg', port!, [
    [/bind 127\.0\.0\.1:3306/, `bind 127.0.0.1:${port}`],
    [/ port 9200/, ''],
    ...nodes.map(({ ports }, i) => {
      const there = new RegExp(`10\\.0\\.0\\.2${i + 1}:3306`)
      return [there, `127.0.0.1:${ports.sql} port ${ports.check}`] as const
    }),
  ])
  const writer = () => askForName(port!)
  return {
    ...proxy,
    writer,
    whenWriterIs: (name) => until(`${name} takes the writes`, async () => (await writer()) === name),
    async setState(node, state) {
      const answer = await say(proxy.adminSocket, `set server galera/${node} state ${state}`)
      if (answer.trim() !== '') throw new Error(answer)
    },
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

function say(socketPath: string, command: string): Promise<string> {
  const socket = connect(socketPath)
  socket.end(`${command}\n`)
  return text(socket)
}
