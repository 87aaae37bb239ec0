/** One MariaDB server of a cluster: started, killed, asked how it is. */
import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { Child } from './child.ts'
import { deployFile } from './deploy-file.ts'
import type { Account } from './unprivileged.ts'

export interface GaleraPorts {
  readonly sql: number
  readonly group: number
  readonly incremental: number
  readonly full: number
  readonly check: number
}

export interface GaleraNodeOptions {
  readonly name: string
  readonly folder: string
  readonly ports: GaleraPorts
  /** The group ports of all nodes. */
  readonly groupPorts: readonly number[]
  readonly account: Account | undefined
}

export class GaleraNode {
  readonly name: string
  readonly ports: GaleraPorts
  readonly #options: GaleraNodeOptions
  readonly #file: string
  #child: Child | null = null

  constructor(options: GaleraNodeOptions) {
    this.#options = options
    this.name = options.name
    this.ports = options.ports
    this.#file = join(options.folder, 'galera.cnf')
    writeFileSync(this.#file, settings(options))
    chmodSync(this.#file, 0o644)
  }

  get isRunning(): boolean {
    return this.#child?.isRunning ?? false
  }

  /** @param isFirst of a cluster that does not exist yet. */
  start(isFirst = false): void {
    const first = isFirst ? ['--wsrep-new-cluster'] : this.#startPosition()
    this.#child = this.#spawn('mariadbd.log', first)
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.#child?.end(signal)
  }

  /** In the cluster of so many, and in step with it. */
  async isSynced(size: number): Promise<boolean> {
    if (!this.isRunning) throw new Error(`${this.name} has ended:\n${this.#child?.lastWords}`)
    const status = await this.#status()
    return (
      status.get('wsrep_local_state') === '4' &&
      status.get('wsrep_ready') === 'ON' &&
      status.get('wsrep_cluster_size') === String(size)
    )
  }

  async run(statements: readonly string[]): Promise<void> {
    await using connection = await this.#connect()
    for (const statement of statements) await connection.query(statement)
  }

  async #status(): Promise<Map<string, string>> {
    await using connection = await this.#connect()
    const [rows] = await connection.query("SHOW STATUS LIKE 'wsrep_%'")
    return new Map(
      (rows as { Variable_name: string; Value: string }[]).map((row) => [row.Variable_name, row.Value]),
    )
  }

  #connect() {
    return createConnection({ host: '127.0.0.1', port: this.ports.sql, user: 'root', connectTimeout: 2000 })
  }

  /** As galera_recovery of the package does it: a killed server finds where it stood, to get only what it missed. */
  #startPosition(): string[] {
    const { stderr } = spawnSync(
      'mariadbd',
      [`--defaults-file=${this.#file}`, '--wsrep-recover', '--disable-log-error'],
      { ...this.#options.account, encoding: 'utf8' },
    )
    const position = /Recovered position:\s*(\S+)/.exec(stderr)?.[1]
    return position ? [`--wsrep-start-position=${position}`] : []
  }

  #spawn(logFile: string, parameters: string[]): Child {
    const { folder, account } = this.#options
    return new Child('mariadbd', [`--defaults-file=${this.#file}`, ...parameters], {
      logFile: join(folder, logFile),
      cwd: folder,
      ...(account && { account }),
    })
  }
}

/** The file that operators copy, on this machine's ports, and small. */
function settings({ name, folder, ports, groupPorts }: GaleraNodeOptions): string {
  const providerOptions = [
    `base_host=127.0.0.1; base_port=${ports.group}`,
    `gmcast.listen_addr=tcp://127.0.0.1:${ports.group}`,
    `ist.recv_addr=127.0.0.1:${ports.incremental}`,
    'gcache.size=128M',
  ].join('; ')
  const text = deployFile('galera.cnf', [
    [/^bind_address = .*/m, 'bind_address = 127.0.0.1'],
    [/^innodb_buffer_pool_size = .*/m, 'innodb_buffer_pool_size = 64M'],
    [/^wsrep_cluster_address = .*/m, `wsrep_cluster_address = gcomm://${groupPorts.map(on).join(',')}`],
    [/^wsrep_node_name = .*/m, `wsrep_node_name = ${name}`],
    [/^wsrep_node_address = .*/m, `wsrep_node_address = ${on(ports.group)}`],
    [/gcache\.size=\w+/, providerOptions],
  ])
  const places = {
    datadir: join(folder, 'data'),
    // A server that starts removes the temporary tables that it finds, and a server that loses its own crashes.
    tmpdir: folder,
    socket: join(folder, 'mysql.sock'),
    pid_file: join(folder, 'mariadbd.pid'),
    port: ports.sql,
    wsrep_sst_receive_address: on(ports.full),
    wsrep_node_incoming_address: on(ports.sql),
    innodb_log_file_size: '64M',
    performance_schema: 'OFF',
  }
  return `${text}\n${Object.entries(places)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')}`
}

const on = (port: number) => `127.0.0.1:${port}`
