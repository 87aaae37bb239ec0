/** Three MariaDB servers that are one database, on loopback. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { freePorts } from './free-ports.ts'
import { GaleraNode } from './galera-node.ts'
import type { LabFolder } from './lab-folder.ts'
import { giveTo, unprivileged } from './unprivileged.ts'
import { until } from './until.ts'

export class Galera implements AsyncDisposable {
  readonly nodes: readonly GaleraNode[]

  private constructor(nodes: readonly GaleraNode[]) {
    this.nodes = nodes
  }

  static async start(lab: LabFolder, size = 3): Promise<Galera> {
    const account = unprivileged()
    const ports = await freePorts(size * 5)
    const groupPorts = Array.from({ length: size }, (_, i) => ports[i * 5 + 1]!)
    const folders = groupPorts.map((_, i) => lab.make(`db${i + 1}`))
    for (const folder of folders) giveTo(account, folder)
    const [first, ...others] = folders.map((folder) => join(folder, 'data'))
    const install = [`--datadir=${first}`, '--auth-root-authentication-method=normal', '--skip-test-db']
    const env = { ...process.env, TMPDIR: folders[0] }
    execFileSync('mariadb-install-db', ['--no-defaults', ...install], { ...account, env, stdio: 'pipe' })
    for (const other of others) {
      execFileSync('cp', ['-a', first!, other], { ...account })
    }
    const nodes = folders.map((folder, i) => {
      const [sql, group, incremental, full, check] = ports.slice(i * 5, i * 5 + 5) as [
        number,
        number,
        number,
        number,
        number,
      ]
      return new GaleraNode({
        name: `db${i + 1}`,
        ...{ folder, account, groupPorts },
        ports: { sql, group, incremental, full, check },
      })
    })
    const galera = new Galera(nodes)
    try {
      for (const [i, node] of nodes.entries()) {
        node.start(i === 0)
        await until(`${node.name} joins`, () => node.isSynced(i + 1), 60)
      }
      return galera
    } catch (error) {
      await galera[Symbol.asyncDispose]()
      throw error
    }
  }

  node(name: string): GaleraNode {
    return this.nodes.find((node) => node.name === name)!
  }

  /** Every node holds the same, and takes writes. */
  async whenSynced(seconds = 60): Promise<void> {
    for (const node of this.nodes)
      await until(`${node.name} is in step`, () => node.isSynced(this.nodes.length), seconds)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing of it is needed any more: the folder goes with them.
    await Promise.all(this.nodes.map((node) => node.end('SIGKILL')))
  }
}
