/** haproxy with the files that operators copy, on loopback. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Child } from './child.ts'
import { deployFile } from './deploy-file.ts'
import type { LabFolder } from './lab-folder.ts'
import { isListening } from './listening.ts'
import { until } from './until.ts'

export interface Haproxy extends AsyncDisposable {
  readonly port: number
}

/** @param replacements of the file's addresses by the lab's. */
export async function startHaproxy(
  lab: LabFolder,
  name: string,
  port: number,
  replacements: readonly (readonly [RegExp, string])[],
): Promise<Haproxy> {
  const folder = lab.make(name)
  const file = join(folder, name)
  // It is started by whom it is to be, and nobody collects its log.
  const ofTheSystem = [
    [/ {4}log \/dev\/log local0\n/, ''],
    [/ {4}user haproxy\n {4}group haproxy\n/, ''],
    [/\/run\/haproxy\/\w+\.sock/, join(folder, 'admin.sock')],
  ] as const
  writeFileSync(file, deployFile(name, [...ofTheSystem, ...replacements]))
  const child = new Child('haproxy', ['-db', '-L', 'app1', '-f', file], { logFile: join(folder, 'log') })
  const listens = () => {
    if (!child.isRunning) throw new Error(child.lastWords)
    return isListening(port)
  }
  try {
    await until(`haproxy with ${name} listens`, listens, 10)
  } catch (error) {
    await child.end('SIGKILL')
    throw error
  }
  return { port, [Symbol.asyncDispose]: () => child.end('SIGKILL') }
}

/** In front of ChatApp's processes, as many as there are. */
export function proxyToNodes(lab: LabFolder, port: number, nodePorts: readonly number[]): Promise<Haproxy> {
  const servers = nodePorts.map((node, i) => `    server chat${i + 1} 127.0.0.1:${node}\n`)
  return startHaproxy(lab, 'haproxy.cfg', port, [
    [/maxconn 50000/, 'maxconn 2000'],
    [/bind :80\n/, `bind 127.0.0.1:${port}\n`],
    [/ {4}# The certificate.*\n {4}bind :443.*\n {4}http-request redirect.*\n/, ''],
    [/ {4}server chat1 .*/s, servers.join('')],
  ])
}
