/** What a socket costs at least: `ws` alone. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

const http = createServer()
const sockets = new WebSocketServer({ server: http, clientTracking: false, perMessageDeflate: false })
sockets.on('connection', (socket) => {
  socket.on('message', () => {})
  socket.send(JSON.stringify({ type: 'hello' }))
})
http.listen(0, '127.0.0.1', () => {
  console.log(`http://localhost:${(http.address() as AddressInfo).port}`)
})
process.on('SIGTERM', () => process.exit(0))
