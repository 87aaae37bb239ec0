import { existsSync } from 'node:fs'
import { connect } from 'node:net'

/** Whether what several processes behind a proxy need is there, too. */
export async function reachableCluster(hasMysql: boolean): Promise<boolean> {
  const hasHaproxy = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].some((folder) =>
    existsSync(`${folder}/haproxy`),
  )
  if (hasMysql && !hasHaproxy) say('Not run with several processes: haproxy is not installed.')
  return hasMysql && hasHaproxy
}

/** Whether what the second stack needs can be reached: said in one line when not, and a failure in CI. */
export async function reachableStacks(): Promise<{ hasMysql: boolean }> {
  const missing: string[] = []
  if (!(await answers(3306))) missing.push('MariaDB at 127.0.0.1:3306')
  if (!(await answers(6379))) missing.push('Redis at 127.0.0.1:6379')
  if (missing.length === 0) return { hasMysql: true }
  say(`Not run on MariaDB and Redis: no ${missing.join(', no ')}.`)
  return { hasMysql: false }
}

function say(line: string): void {
  if (process.env.CI) throw new Error(line)
  console.log(line)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 })
    const settle = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => settle(true))
    for (const event of ['error', 'timeout']) socket.once(event, () => settle(false))
  })
}
