/** The same instance twice: once on a file, once on MariaDB and Redis, and a generator that has aimed at both. */
import { testRedisUrl } from '@chatapp/server/testing'
import { LoadGenerator } from '../../load/load-generator.ts'
import { type Instance, type InstanceOptions, startInstance } from '../../servers/instance.ts'
import { makeOwnDatabase } from '../../servers/own-database.ts'

export const engines = ['SQLite', 'MariaDB'] as const

export interface TwoEngines extends AsyncDisposable {
  generator: LoadGenerator
  /** The generator's aims have the same names. */
  instances: Record<(typeof engines)[number], Instance>
}

export async function startTwoEngines(options: InstanceOptions): Promise<TwoEngines> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await makeOwnDatabase())
  const instances = {
    SQLite: stack.use(await startInstance(options)),
    MariaDB: stack.use(
      await startInstance({ ...options, databaseUrl: database.url, redisUrl: testRedisUrl }),
    ),
  }
  const generator = stack.use(new LoadGenerator())
  for (const engine of engines) {
    const { server, people } = instances[engine]
    await generator.aim(engine, { port: server.port, people })
  }
  const open = stack.move()
  return { generator, instances, [Symbol.asyncDispose]: () => open.disposeAsync() }
}
