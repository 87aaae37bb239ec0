/** What systemd does on a database machine: runs deploy/galera-check.sh for every connection. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { deployFolder } from './deploy-file.ts'
import type { GaleraNode } from './galera-node.ts'

const script = join(deployFolder, 'galera-check.sh')

export async function answerChecks(nodes: readonly GaleraNode[]): Promise<AsyncDisposable> {
  const servers = nodes.map(({ ports }) => {
    const client = ['--no-defaults', '-h', '127.0.0.1', '-P', String(ports.sql), '-u', 'root']
    return createServer((socket) => answer(socket, client)).listen(ports.check, '127.0.0.1')
  })
  await Promise.all(servers.map((server) => once(server, 'listening')))
  return {
    async [Symbol.asyncDispose]() {
      for (const server of servers) server.close()
    },
  }
}

function answer(socket: Socket, parameters: string[]): void {
  socket.on('error', () => {})
  const child = spawn(script, parameters, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  child.stdout.on('error', () => {})
  socket.pipe(child.stdin)
  child.stdout.pipe(socket)
}
