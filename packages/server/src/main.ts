/** The process edge: settings -> app -> signals. */
import { join } from 'node:path'
import { startApp } from './app.ts'
import { type Config, projectRoot } from './config.ts'
import { createLog } from './log.ts'
import { systemRuntime } from './runtime.ts'
import { placeOf } from './storage/database.ts'

/** Out in any case after this long; supervisors wait about as much before they kill. */
const patienceMs = 10_000

export async function serve(config: Config): Promise<void> {
  const runtime = systemRuntime(createLog(config.logLevel))
  const app = await startApp({ config, runtime, webDir: join(projectRoot, 'packages/web/dist') })
  const stop = () => {
    setTimeout(() => process.exit(1), patienceMs).unref()
    app.close().then(
      () => process.exit(0),
      (error) => {
        runtime.log.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)

  console.log(`ChatApp is at ${app.url}`)
  console.log(whatItUses(config))
  if (await app.needsSetUp()) {
    console.log('It has no administrator yet. This link makes the first one, once, within seven days:')
    console.log(`${app.url}/setup#${await app.createSetUpToken()}`)
  }
}

/** For whoever wonders whether the settings have arrived. Users and passwords are left out. */
function whatItUses({ databaseUrl, redisUrl, mail }: Config): string {
  const hostOf = (url: string | undefined | null) => (url ? new URL(url).host : 'not used')
  const engine = databaseUrl.startsWith('mysql:') ? 'MySQL' : 'SQLite'
  return `Database: ${engine}, ${placeOf(databaseUrl)}. Redis: ${hostOf(redisUrl)}. Mail: ${hostOf(mail?.url)}.`
}
