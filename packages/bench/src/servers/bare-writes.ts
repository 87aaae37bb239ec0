/** What grouping is measured with: bare `node:http` that writes messages in groups or each alone, and tells nobody. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openBareWrites } from '@chatapp/server/testing'

const write = await openBareWrites(process.argv[2]!, process.argv[3] as 'grouped' | 'alone')

const http = createServer((request, response) => {
  const parts: Buffer[] = []
  const token = decodeURIComponent(/chatapp=([^.]+)/.exec(request.headers.cookie!)![1]!)
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    const text = Buffer.concat(parts).toString()
    const isCreated = await write(token, JSON.parse(text)).catch(() => false)
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
