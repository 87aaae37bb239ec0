/** Services that some tests need. Where one is missing they are skipped, with a line that says so; in CI they fail. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

export const testRedisUrl = process.env.CHATAPP_TEST_REDIS ?? 'redis://127.0.0.1:6379'

/** Whether something takes connections at the address in a URL. */
export async function hasService(name: string, url: string, defaultPort: number): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const at = { host: hostname, port: Number(port) || defaultPort }
  const socket = connect({ ...at, timeout: 1000 })
  try {
    await Promise.race([once(socket, 'connect'), once(socket, 'timeout').then(() => Promise.reject())])
    return true
  } catch {
    return isMissing(`${name} does not answer at ${at.host}:${at.port}`)
  } finally {
    socket.destroy()
  }
}

export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version']).error === undefined || isMissing(`there is no ${name}`)
}

function isMissing(what: string): false {
  if (process.env.CI === 'true') throw new Error(`A service is missing: ${what}.`)
  console.warn(`Skipped: ${what}.`)
  return false
}
