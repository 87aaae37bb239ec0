/** Several `chatapp serve` on one database, and the proxy before them. */
import { randomBytes } from 'node:crypto'
import { type ServingProcess, serveChatapp } from '@chatapp/server/testing'
import { freePorts } from './free-ports.ts'
import { type Haproxy, proxyToNodes } from './haproxy.ts'
import type { LabFolder } from './lab-folder.ts'
import { until } from './until.ts'

export interface NodesOptions {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly count: number
  readonly env?: Record<string, string>
}

/** One of them: killed or stopped, it can be started again in its place. */
export class Node {
  /** Its own address, past the proxy. */
  readonly url: string
  readonly #env: Record<string, string>
  #serving: ServingProcess | null = null

  constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`
    this.#env = { ...env, PORT: String(port) }
  }

  async start(): Promise<void> {
    this.#serving = await serveChatapp(this.#env)
    await until(`${this.url} is ready`, async () => (await fetch(`${this.url}/readyz`)).ok)
  }

  /** @returns its exit code, null when the signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const serving = this.#serving
    this.#serving = null
    return (await serving?.end(signal)) ?? null
  }
}

export class Nodes implements AsyncDisposable {
  /** Where people reach them. */
  readonly url: string
  readonly all: readonly Node[]
  readonly #proxy: Haproxy

  private constructor(url: string, all: readonly Node[], proxy: Haproxy) {
    this.url = url
    this.all = all
    this.#proxy = proxy
  }

  static async start(
    lab: LabFolder,
    { databaseUrl, redisUrl, count, env = {} }: NodesOptions,
  ): Promise<Nodes> {
    const [proxyPort, ...ports] = await freePorts(count + 1)
    const url = `http://127.0.0.1:${proxyPort}`
    const shared = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      SECRET: randomBytes(24).toString('hex'),
      PUBLIC_URL: url,
      LOG_LEVEL: 'error',
      ...env,
    }
    const all = ports.map((port, i) => new Node(port, { ...shared, DATA_DIR: lab.make(`chat${i + 1}`) }))
    await using opened = new AsyncDisposableStack()
    for (const node of all) opened.defer(async () => void (await node.end('SIGKILL')))
    await Promise.all(all.map((node) => node.start()))
    const proxy = await proxyToNodes(lab, proxyPort!, ports)
    opened.move()
    return new Nodes(url, all, proxy)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]()
    await Promise.all(this.all.map((node) => node.end('SIGTERM')))
  }
}
