import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that the system gives to outgoing connections: a port stays free while its server restarts. */
const [first, last] = [20_000, 32_000]
const given = new Set<number>()

/** Ports of 127.0.0.1 that nobody listens on, none of them given out before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = first + Math.floor(Math.random() * (last - first))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    ports.push(port)
  }
  return ports
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
