/** `npm run test:cluster [kills] [rolling] [--rounds N]`: what a cluster promises, broken on purpose. */
import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { killWriters } from './kills.ts'
import { missingPackages } from './lab/required-tools.ts'
import { startWholeCluster, type WholeCluster } from './lab/whole-cluster.ts'
import { restartRolling } from './rolling.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '10' } },
})
const rounds = Number(values.rounds)
const parts: Record<string, (cluster: WholeCluster) => Promise<string[]>> = {
  kills: (cluster) => killWriters(cluster, rounds),
  rolling: restartRolling,
}
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))

// Whatever runs is ended, and the folder removed, as the process exits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

const missing = missingPackages()
if (unknown.length > 0 || !(rounds >= 1)) {
  console.error(`There is ${Object.keys(parts).join(' and ')}, and --rounds with a number.`)
  process.exitCode = 1
} else if (missing.length > 0) {
  console.error(`This needs packages that are not installed: apt-get install ${missing.join(' ')}`)
  process.exitCode = 1
} else {
  process.exitCode = (await run(positionals.length > 0 ? positionals : Object.keys(parts))) ? 0 : 1
}

async function run(names: readonly string[]): Promise<boolean> {
  const startedAt = performance.now()
  console.log(`npm run test:cluster -- ${process.argv.slice(2).join(' ')}`)
  console.log(describe())
  await using cluster = await startWholeCluster(3)
  const found: string[] = []
  for (const name of names) {
    console.log('')
    found.push(...(await parts[name]!(cluster)))
  }
  for (const line of found.slice(0, 50)) console.error(line)
  console.log(`\n${found.length} violations, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  return found.length === 0
}

function describe(): string {
  const version = (program: string, flag: string) =>
    /(\d+\.[\w.-]+)/.exec(execFileSync(program, [flag], { encoding: 'utf8' }))?.[1]
  return [
    `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.versions.node}`,
    `MariaDB ${version('mariadbd', '--version')}, haproxy ${version('haproxy', '-v')}`,
    `Redis ${version('redis-server', '-v')}; three database nodes, three of ChatApp, all of it on this machine`,
  ].join(', ')
}
