/** Horizontal bars, drawn by hand: a picture for a page that loads nothing. */
import { escapeHtml, show } from './text.ts'

export interface Bar {
  name: string
  value: number
  /** Drawn to compare with. */
  isQuiet: boolean
}

const rowHeight = 26
const nameWidth = 290
const barWidth = 520
const valueWidth = 90

export function renderBars(unit: string, bars: Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  const height = (bars.length + 1) * rowHeight
  const rows = bars.map(({ name, value, isQuiet }, i) => {
    const top = (i + 1) * rowHeight
    const width = Math.max(1, (Math.max(0, value) / most) * barWidth)
    return (
      `<text x="0" y="${top + 17}">${escapeHtml(name)}</text>` +
      `<rect class="${isQuiet ? 'quiet' : 'bar'}" x="${nameWidth}" y="${top + 4}" width="${width.toFixed(1)}" height="${rowHeight - 8}" rx="3"/>` +
      `<text x="${(nameWidth + width + 8).toFixed(1)}" y="${top + 17}">${show(value)}</text>`
    )
  })
  const label = `${unit}: ${bars.map(({ name, value }) => `${name} ${show(value)}`).join('; ')}`
  return (
    `<svg role="img" aria-label="${escapeHtml(label)}" width="100%" viewBox="0 0 ${nameWidth + barWidth + valueWidth} ${height}">` +
    `<text x="0" y="17">${escapeHtml(unit)}</text>${rows.join('')}</svg>`
  )
}
