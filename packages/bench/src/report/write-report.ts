import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import { renderPage } from './page.ts'
import { type Measurement, summarise } from './summary.ts'

/** As data and as a page. */
export function writeReport(machine: Machine, measurements: Measurement[]): void {
  mkdirSync(machine.reportDir, { recursive: true })
  const { reportDir, ...about } = machine
  const summarised = measurements.map(({ rows, ...rest }) => ({
    ...rest,
    rows: rows.map((row) => ({ ...summarise(row), windows: row.windows })),
  }))
  writeFileSync(
    join(reportDir, 'report.json'),
    `${JSON.stringify({ machine: about, scenarios: summarised }, null, 2)}\n`,
  )
  writeFileSync(join(reportDir, 'report.html'), renderPage(machine, measurements))
}
