// All that `npm test` proves, one after the other: checks, Vitest with its coverage, components in a
// browser, the web build, Playwright.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { readSourceFiles } from './source-files.ts'

const root = join(import.meta.dirname, '..')
const rawCoverage = join(root, 'coverage/raw')
const vitestReport = join(root, 'coverage/vitest.json')
const componentsReport = join(root, 'coverage/components.json')
const playwrightReport = join(root, 'coverage/playwright.json')
const covered = ['packages/server/src', 'packages/client/src']
const leastPercentOfLines = 90

type Count = { passed: number; failed: number }
/** Of a file that Vitest ran, as its JSON report has it. */
type TestFile = {
  name: string
  status: string
  message: string
  assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
}

rmSync(join(root, 'coverage'), { recursive: true, force: true })
const failures: string[] = []
const failedTests: string[] = [] // of Vitest, whose own list is far above; Playwright's ends its output

run('checks', 'npm', ['run', '--silent', 'check'])
const unit = runVitest('tests', vitestReport, [], { NODE_V8_COVERAGE: rawCoverage })
reportCoverage()
const components = runVitest('component tests', componentsReport, ['--config', 'vitest.web.config.ts'])
run('the web build', 'node', ['scripts/setup.mjs', '--web'])
const browser = runPlaywright()

if (failures.length > 0) console.log(`\nNot passed: ${failures.join(', ')}`)
for (const test of failedTests) console.log(`\n${test}`)
const total = [unit, components, browser].reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
}))
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = failures.length > 0 || total.failed > 0 ? 1 : 0

function run(name: string, program: string, parameters: string[], env: Record<string, string> = {}): boolean {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const { status } = spawnSync(program, parameters, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path, ...env },
  })
  if (status !== 0) failures.push(name)
  return status === 0
}

function runVitest(
  name: string,
  reportPath: string,
  options: string[],
  env: Record<string, string> = {},
): Count {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`]
  const succeeded = run(name, 'vitest', ['run', ...options, ...reporters], env)
  const report = readReport(reportPath)
  const files: TestFile[] = report?.testResults ?? []
  const unloaded = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  for (const file of unloaded) failedTests.push(`${file.name}\n${file.message}`)
  for (const file of files)
    for (const test of file.assertionResults.filter(({ status }) => status === 'failed'))
      failedTests.push([`${file.name} > ${test.fullName}`, ...test.failureMessages].join('\n'))
  const failed = (report?.numFailedTests ?? 0) + unloaded.length
  return atLeastOneFailure(succeeded, report?.numPassedTests ?? 0, failed)
}

function runPlaywright(): Count {
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport }
  const succeeded = run('browser tests', 'npm', ['run', '--silent', 'e2e', '--', '--reporter=list,json'], env)
  const { expected = 0, flaky = 0, unexpected = 0 } = readReport(playwrightReport)?.stats ?? {}
  return atLeastOneFailure(succeeded, expected + flaky, unexpected)
}

/** A run that fails without a failed test (a crash, a stray rejection) counts as one. */
function atLeastOneFailure(succeeded: boolean, passed: number, failed: number): Count {
  return { passed, failed: succeeded ? failed : Math.max(1, failed) }
}

function readReport(path: string) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/**
 * V8's own counts of every process and thread that the tests ran. A process that was killed leaves none.
 * The details by line are in coverage/index.html.
 */
function reportCoverage(): void {
  const folders = covered.flatMap((folder) => ['--src', folder, '--include', `${folder}/**`])
  const left = ['**/*.test.ts', '**/testing/**', '**/*.d.ts', ...filesOfTypesOnly()].flatMap((pattern) => [
    '--exclude',
    pattern,
  ])
  const reports = ['json-summary', 'html'].flatMap((name) => ['--reporter', name])
  const merge = ['--merge-async', '--temp-directory', rawCoverage, '--reports-dir', 'coverage', '--all']
  if (!run('the coverage report', 'c8', ['report', ...merge, ...folders, ...left, ...reports])) return
  const { total: _, ...files } = readReport(join(root, 'coverage/coverage-summary.json'))
  const perFile = Object.entries(files as Record<string, { lines: { total: number; covered: number } }>)
  console.log('\nLines covered')
  for (const folder of covered) {
    const below = perFile.filter(([path]) => path.startsWith(join(root, folder)))
    const lines = below.reduce((sum, [, file]) => sum + file.lines.total, 0)
    const hit = below.reduce((sum, [, file]) => sum + file.lines.covered, 0)
    const percent = lines === 0 ? 0 : (100 * hit) / lines
    console.log(`  ${folder}  ${percent.toFixed(1)} % (${hit} of ${lines})`)
    for (const [path, file] of below) {
      const own = (100 * file.lines.covered) / Math.max(1, file.lines.total)
      if (own < leastPercentOfLines)
        console.log(`    ${own.toFixed(0).padStart(3)} %  ${path.slice(root.length + 1)}`)
    }
    if (percent < leastPercentOfLines)
      failures.push(`coverage of ${folder} (at least ${leastPercentOfLines} %)`)
  }
}

/** Node never loads a file that only holds types, so it has no lines to cover. */
function filesOfTypesOnly(): string[] {
  return covered
    .flatMap((folder) => readSourceFiles(root, folder))
    .filter((file) => file.path.endsWith('.ts') && stripTypeScriptTypes(file.code).trim() === '')
    .map((file) => file.path)
}
