/** A scenario's findings as tables of text. */
import { columnsOf, judge, type Measurement, summarise } from './summary.ts'
import { show } from './text.ts'

export function printScenario({ rows, table, figures }: Measurement): void {
  if (rows.length > 0) {
    const columns = columnsOf()
    printLines([
      columns.map(({ title }) => title),
      ...rows.map((row) => columns.map(({ cell }) => cell(summarise(row)))),
    ])
  }
  if (table)
    printLines([['', ...table.columns], ...table.rows.map(({ name, cells }) => [name, ...cells.map(show)])])
  if (figures.length > 0)
    printLines(
      figures.map((figure) => [
        figure.name,
        show(figure.value),
        figure.unit,
        judge(figure)?.text.replace(/^/, '  ') ?? '',
      ]),
      [2, 3],
    )
}

/** @param atStart the columns of words, besides the first one. */
function printLines(lines: string[][], atStart: number[] = []): void {
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  console.log()
  for (const line of lines) {
    const cells = line.map((text, i) =>
      i === 0 || atStart.includes(i) ? text.padEnd(widths[i]!) : text.padStart(widths[i]!),
    )
    console.log(`  ${cells.join('  ').trimEnd()}`)
  }
}
