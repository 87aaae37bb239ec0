/** `npm run bench`: scenarios, a table here, a report to look at. */
import { parseArgs } from 'node:util'
import { describeMachine } from './report/machine.ts'
import { printScenario } from './report/print.ts'
import type { Measurement } from './report/summary.ts'
import { writeReport } from './report/write-report.ts'
import type { Scenario } from './scenario.ts'
import { ceiling } from './scenarios/ceiling.ts'
import { idleSockets } from './scenarios/idle-sockets.ts'
import { machines } from './scenarios/machines.ts'
import { randomPairs } from './scenarios/random-pairs.ts'
import { reads } from './scenarios/reads.ts'
import { revocation } from './scenarios/revocation.ts'
import { sends } from './scenarios/sends.ts'
import { signIns } from './scenarios/sign-ins.ts'
import { web } from './scenarios/web.ts'
import { wholeMessage } from './scenarios/whole-message.ts'

const scenarios: Record<string, Scenario> = {
  ceiling,
  sends,
  'whole-message': wholeMessage,
  'idle-sockets': idleSockets,
  reads,
  'random-pairs': randomPairs,
  'sign-ins': signIns,
  revocation,
  machines,
  web,
}

const usage = `npm run bench -- [scenario …] [--seconds N] [--rounds N] [--seed N] [--profile] [--against DIR]

  --seconds  how long each window of measuring is (5)
  --rounds   how often servers that are compared take turns (3)
  --seed     the same number gives the same people and choices (1)
  --against  another checkout, whose server takes turns with this one's in the sends, and whose app comes first in web
  --profile  also writes processor profiles of the server's threads to packages/bench/report

Scenarios: ${Object.keys(scenarios).join(', ')}; all of them unless named.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    against: { type: 'string' },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const [seconds, rounds, seed] = [values.seconds, values.rounds, values.seed].map(Number) as [
  number,
  number,
  number,
]
const unknown = positionals.filter((name) => !(name in scenarios))
if (values.help || unknown.length > 0 || !(seconds > 0) || !(rounds >= 1) || !Number.isInteger(seed)) {
  if (unknown.length > 0) console.error(`There is no scenario ${unknown.join(', ')}.\n`)
  console.log(usage)
  process.exit(values.help ? 0 : 1)
}

const machine = describeMachine({ seed, command: ['npm run bench --', ...process.argv.slice(2)].join(' ') })
const nodeOptions = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${machine.reportDir}`] : []
const measurements: Measurement[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(scenarios)) {
  const scenario = scenarios[name]!
  console.log(`\n${scenario.title}`)
  const say = (text: string) => console.log(`  … ${text}`)
  const findings = await scenario.run({
    seconds,
    rounds,
    seed,
    nodeOptions,
    against: values.against ?? null,
    say,
  })
  const measurement = { name, title: scenario.title, about: scenario.about, ...findings }
  printScenario(measurement)
  measurements.push(measurement)
  // After each, so that a run that is broken off leaves what it found.
  writeReport(machine, measurements)
}
console.log(`\nThe report: ${machine.reportDir}/report.html`)
