/** One page without script or anything to fetch: tables, bars, and where it was measured. */

import type { Table } from '../scenario.ts'
import { renderBars } from './bars.ts'
import type { Machine } from './machine.ts'
import { columnsOf, judge, type Measurement, summarise } from './summary.ts'
import { escapeHtml, show } from './text.ts'

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1c2330; background: #fff }
  h1, h2 { line-height: 1.2 } h2 { margin-top: 2.5rem }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0 }
  th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid #dde2ea; font-weight: normal }
  th:first-child, td:first-child { text-align: left; white-space: nowrap; padding-left: 0 } thead th { color: #566176; vertical-align: bottom }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem } dt { color: #566176 } dd { margin: 0 }
  .reached { color: #17693a } .missed { color: #a3361c } .about { max-width: 44rem } svg { display: block; margin: 1rem 0 }
  svg text { font: 13px system-ui, sans-serif; fill: #1c2330 } svg .bar { fill: #4a74b8 } svg .quiet { fill: #b9c6da }
  @media (prefers-color-scheme: dark) {
    body { background: #14181f; color: #e2e6ee } th, td { border-color: #2d3543 } thead th, dt { color: #97a2b6 }
    svg text { fill: #e2e6ee } svg .bar { fill: #6f97d8 } svg .quiet { fill: #47536a } .reached { color: #62c08a } .missed { color: #f0917a }
  }`

export function renderPage(machine: Machine, measurements: Measurement[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>ChatApp: speed</title>
<style>${style}
</style>
<h1>ChatApp: speed</h1>
${renderMachine(machine)}
${measurements.map(renderMeasurement).join('\n')}
<h2>The columns</h2>
<dl>${columnsOf()
    .filter(({ explanation }) => explanation !== '')
    .map(({ title, explanation }) => `<dt>${title}</dt><dd>${explanation}</dd>`)
    .join('')}</dl>
<p class="about">Load generator and server share this machine's processors. Figures move from run to run: compare within one run.</p>
</html>
`
}

function renderMachine({ versions, ...machine }: Machine): string {
  const facts = [
    ['Command', `<code>${escapeHtml(machine.command)}</code>`],
    ['Measured', machine.at.slice(0, 16).replace('T', ' ')],
    [
      'Machine',
      escapeHtml(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.kernel}`),
    ],
    ['Disk', `a small write with fsync takes ${show(machine.fsyncMs)} ms`],
    [
      'Versions',
      escapeHtml(
        `ChatApp ${versions.chatapp} (${versions.commit}), Node ${versions.node}, SQLite ${versions.sqlite}`,
      ),
    ],
    ['Seed', String(machine.seed)],
  ]
  return `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`
}

function renderMeasurement({ title, about, rows, table, figures }: Measurement): string {
  const summaries = rows.map(summarise)
  const rates = summaries.filter(({ isPaced }) => !isPaced)
  const bars = [
    rates.length > 0 &&
      renderBars(
        'per second',
        rates.map((row) => ({ name: row.name, value: row.perSecond, isQuiet: isBare(row.name) })),
      ),
    summaries.length > 0 &&
      renderBars(
        'p99, milliseconds',
        summaries.map((row) => ({ name: row.name, value: row.p99, isQuiet: isBare(row.name) })),
      ),
    rows.length === 0 &&
      figures.every(({ unit }) => unit === figures[0]?.unit) &&
      renderBars(
        figures[0]?.unit ?? '',
        figures.map(({ name, value }) => ({ name, value, isQuiet: isBare(name) })),
      ),
  ]
  return `<h2>${escapeHtml(title)}</h2>
<p class="about">${escapeHtml(about)}</p>
${rows.length > 0 ? renderTable(summaries) : ''}
${table ? renderCells(table) : ''}
${figures.length > 0 ? `<table><tbody>${figures.map(renderFigure).join('')}</tbody></table>` : ''}
${bars.filter(Boolean).join('\n')}`
}

const isBare = (name: string): boolean => name.startsWith('bare')

function renderTable(summaries: ReturnType<typeof summarise>[]): string {
  const columns = columnsOf()
  const head = columns.map(({ title }) => `<th scope="col">${title}</th>`).join('')
  const body = summaries.map(
    (row) => `<tr>${columns.map(({ cell }) => `<td>${escapeHtml(cell(row))}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function renderCells({ columns, rows }: Table): string {
  const head = columns.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('')
  const body = rows.map(
    ({ name, cells }) =>
      `<tr><td>${escapeHtml(name)}</td>${cells.map((cell) => `<td>${show(cell)}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr><th></th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function renderFigure(figure: Measurement['figures'][number]): string {
  const verdict = judge(figure)
  const text = verdict
    ? `<td class="${verdict.isMet ? 'reached' : 'missed'}">${verdict.text}</td>`
    : '<td></td>'
  return `<tr><td>${escapeHtml(figure.name)}</td><td>${show(figure.value)} ${figure.unit}</td>${text}</tr>`
}
