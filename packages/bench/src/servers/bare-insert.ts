/**
 * The least that a durable send can be on this machine: bare `node:http`, a body parsed, one row inserted and
 * fsynced in company by a worker thread. No session, no schema, no conversation, nobody told.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'

export interface BareOptions {
  path: string
  /** `appended`: three columns at the end of a table. `clustered`: a whole message, next to those of its conversation. */
  rows: 'appended' | 'clustered'
}

export interface BareRow {
  id: string
  to: string
  body: string
}

const writer = new Worker(new URL('./bare-insert-writer.ts', import.meta.url), {
  workerData: { path: process.argv[2], rows: process.argv[3] },
})
let waiting: { row: BareRow; response: ServerResponse }[] = []
let underWay: typeof waiting | null = null

const http = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    waiting.push({ row: JSON.parse(Buffer.concat(parts).toString()) as BareRow, response })
    if (underWay === null) queueMicrotask(commit)
  })
})

writer.on('message', () => {
  for (const { row, response } of underWay!) {
    const text = JSON.stringify(row)
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  }
  underWay = null
  commit()
})

function commit(): void {
  if (underWay !== null || waiting.length === 0) return
  underWay = waiting
  waiting = []
  writer.postMessage(underWay.map(({ row }) => row))
}

http.listen(0, '127.0.0.1', () => {
  console.log(`http://localhost:${(http.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))
