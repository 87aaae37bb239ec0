import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../app-types.ts'
import type { Bus } from '../bus/bus.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type Runtime, systemRuntime } from '../runtime.ts'
import { type CastName, cast, castPassword } from './cast.ts'
import { stackSettings } from './stack.ts'
import { TestPerson } from './test-person.ts'

export interface TestServerOptions {
  /** Settings as the environment would give them; limits are off unless asked for. */
  env?: Record<string, string>
  runtime?: Partial<Runtime>
  webDir?: string | null
  beatSeconds?: number
  bus?: Bus
  /** A folder that outlives the server, to start another one on. */
  dataDir?: string
}

export interface TestServer extends AsyncDisposable {
  readonly app: App
  readonly url: string
  readonly dataDir: string
  /** What was logged as an unexpected error; a test that leaves one behind did not go well. */
  readonly unexpected: unknown[]
  /** Somebody without a session. */
  stranger(): TestPerson
  /** One of the cast, signed up and signed in; any other username works as well. */
  join(username: CastName | (string & {})): Promise<TestPerson>
}

/** A real server on a port of its own, on a database of its own, gone when the test is. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'chatapp-test-'))
  const unexpected: unknown[] = []
  const runtime = {
    ...systemRuntime({ ...createLog('silent'), error: (error) => void unexpected.push(error) }),
    ...options.runtime,
  }
  // Loaded when it is needed: the browser tests only want the people from here.
  const { startApp } = await import('../app.ts')
  const onStack = options.env?.DATABASE_URL ? {} : await stackSettings(dataDir)
  const config = readConfig({ PORT: '0', RATE_LIMIT: 'off', DATA_DIR: dataDir, ...onStack, ...options.env })
  const app = await startApp({
    config,
    runtime,
    webDir: options.webDir ?? null,
    ...(options.beatSeconds !== undefined && { beatSeconds: options.beatSeconds }),
    ...(options.bus && { bus: options.bus }),
  })
  return {
    app,
    url: app.url,
    dataDir,
    unexpected,
    stranger: () => new TestPerson(app.url),
    async join(username) {
      const person = new TestPerson(app.url)
      const answer = await person.call('signUp', {
        body: {
          name: username in cast ? cast[username as CastName] : username,
          username,
          email: `${username}@example.com`,
          password: castPassword,
        },
      })
      if (answer.status !== 201) throw new Error(`${username} cannot join: ${JSON.stringify(answer.problem)}`)
      person.me = answer.body.user
      return person
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
