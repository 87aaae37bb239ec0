/** A scenario's findings as a table of text. */
import { columnsOf, judge, type Measurement, summarise } from './summary.ts'
import { show } from './text.ts'

export function printScenario({ rows, figures }: Measurement): void {
  if (rows.length > 0) {
    const columns = columnsOf()
    const lines = [
      columns.map(({ title }) => title),
      ...rows.map((row) => columns.map(({ cell }) => cell(summarise(row)))),
    ]
    const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
    console.log()
    for (const line of lines) {
      console.log(
        `  ${line.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join('  ')}`,
      )
    }
  }
  if (figures.length > 0) console.log()
  for (const figure of figures) {
    const verdict = judge(figure)
    console.log(
      `  ${figure.name}: ${show(figure.value)} ${figure.unit}${verdict ? ` (${verdict.text})` : ''}`,
    )
  }
}
