import { ServerProcess } from './server-process.ts'

/** Keeps one server started ahead: the next test finds it ready. */
export class SpareServers {
  #spare: Promise<ServerProcess> | null = null

  async take(settings: Record<string, string>): Promise<ServerProcess> {
    if (Object.keys(settings).length > 0) return started(settings)
    const server = await (this.#spare ?? started())
    this.#spare = started()
    this.#spare.catch(() => {})
    return server
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using _ = await this.#spare
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
