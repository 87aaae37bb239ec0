import type { FastifyInstance } from 'fastify'
import type { Bus } from './bus/bus.ts'
import type { Config } from './config.ts'
import type { Hub } from './live/hub.ts'
import type { Runtime } from './runtime.ts'
import type { Storage } from './storage/storage.ts'

export interface AppOptions {
  config: Config
  runtime: Runtime
  /** The built web app; null serves the API alone. */
  webDir: string | null
  /** Seconds between heartbeats, for tests in a hurry. */
  beatSeconds?: number
  /** The channel layer; unless given, what the settings ask for. */
  bus?: Bus
}

export interface App {
  readonly url: string
  readonly http: FastifyInstance
  readonly hub: Hub
  readonly storage: Storage
  needsSetUp(): Promise<boolean>
  createSetUpToken(): Promise<string>
  /** Finishes what is under way, sends the sockets away, closes the database. */
  close(): Promise<void>
}
