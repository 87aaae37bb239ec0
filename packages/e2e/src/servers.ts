import { ServerProcess } from './server-process.ts'

/**
 * A server for each file of tests, as a start costs more than most tests: each test brings people of its own.
 * The next one is started ahead.
 */
export class Servers {
  #current: { file: string; server: ServerProcess } | null = null
  #spare: Promise<ServerProcess> | null = null

  async serverFor(file: string, settings: Record<string, string>): Promise<ServerProcess> {
    if (this.#current?.file !== file) {
      await this.#current?.server[Symbol.asyncDispose]()
      this.#current = { file, server: await this.#fresh(settings) }
    }
    const { server } = this.#current
    if (!server.isRunning) await server.start()
    return server
  }

  async #fresh(settings: Record<string, string>): Promise<ServerProcess> {
    if (Object.keys(settings).length > 0) return started(settings)
    const server = await (this.#spare ?? started())
    this.#spare = started()
    this.#spare.catch(() => {})
    return server
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#current?.server[Symbol.asyncDispose]()
    await (await this.#spare)?.[Symbol.asyncDispose]()
  }
}

async function started(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const server = new ServerProcess(settings)
  try {
    await server.start()
    return server
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
}
