/** What grouping is measured against: bare `node:http` that writes each message in a transaction of its own, and tells nobody. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openWriteAlone } from '@chatapp/server/testing'

const writeAlone = await openWriteAlone(process.argv[2]!)

const http = createServer((request, response) => {
  const parts: Buffer[] = []
  const token = decodeURIComponent(/chatapp=([^.]+)/.exec(request.headers.cookie!)![1]!)
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    const text = Buffer.concat(parts).toString()
    const isCreated = await writeAlone(token, JSON.parse(text)).catch(() => false)
    response.writeHead(isCreated ? 201 : 500, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    })
    response.end(text)
  })
})

http.listen(0, '127.0.0.1', () => {
  console.log(`http://localhost:${(http.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))
