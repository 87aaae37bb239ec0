import type { Overview } from '@chatapp/contract'
import { CircleAlert } from 'lucide-react'
import { useId } from 'react'
import { FormMistake } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { agoOf, fullTimeOf, timeOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { HourChart } from './hour-chart.tsx'
import { useOverview } from './use-overview.ts'

const count = new Intl.NumberFormat()
const fine = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 })
const inCount = (value: number): string => count.format(value)
const inWords = (value: number, what: string): string => `${inCount(value)} ${what}${value === 1 ? '' : 's'}`
const inMs = (value: number): string => `${fine.format(value)} ms`

/** How the instance does, now and over the last hour. */
export function OverviewTab() {
  const { overview, mistake } = useOverview()
  if (overview === null)
    return mistake === null ? (
      <Skeleton label="Loading how the server does…" rows={3} />
    ) : (
      <Notice icon={CircleAlert} title={mistake} isMistake />
    )
  return (
    <>
      {mistake && <FormMistake>{mistake}</FormMistake>}
      <Tiles overview={overview} />
      <LastHour minutes={overview.minutes} />
      <Nodes nodes={overview.nodes} />
    </>
  )
}

function Tiles({ overview }: { overview: Overview }) {
  const { people, online, sockets, sends, sendP99Ms, databaseBytes } = overview
  const tiles = [
    ['Accounts', inCount(people)],
    ['Online now', inCount(online)],
    ['Connections', inCount(sockets)],
    ['Messages in a minute', inCount(sends)],
    ['99 of 100 sends within', sendP99Ms === null ? '–' : inMs(sendP99Ms)],
    ['Database', inBytes(databaseBytes)],
  ] as const
  return (
    <dl className="grid grid-cols-2 gap-3 tablet:grid-cols-3">
      {tiles.map(([name, value]) => (
        <div key={name} className="grid content-between gap-1 rounded-card bg-surface p-4">
          <dt className="text-secondary text-ink-2">{name}</dt>
          <dd className="text-headline tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function LastHour({ minutes }: { minutes: Overview['minutes'] }) {
  const id = useId()
  const pointsOf = (what: 'online' | 'sends' | 'sendP99Ms') =>
    minutes.map((minute) => ({ at: Date.parse(minute.at), value: minute[what] }))
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="text-title">
        The last hour
      </h2>
      {minutes.length === 0 && <p className="text-ink-2">The first minute is not over yet.</p>}
      <HourChart title="Online" points={pointsOf('online')} inWords={inCount} />
      <HourChart title="Messages in a minute" points={pointsOf('sends')} inWords={inCount} />
      <HourChart title="99 of 100 sends within" points={pointsOf('sendP99Ms')} inWords={inMs} />
      <HourTable minutes={minutes} />
    </section>
  )
}

/** The charts once more, for who reads numbers rather than lines. */
function HourTable({ minutes }: { minutes: Overview['minutes'] }) {
  return (
    <details>
      <summary className="min-h-(--target) content-center text-accent">The last hour as a table</summary>
      <table className="w-full text-secondary tabular-nums">
        <thead className="text-ink-2">
          <tr>
            {['Time', 'Online', 'Messages', '99 of 100 within'].map((name) => (
              <th key={name} scope="col" className="p-1 text-start font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {minutes.toReversed().map(({ at, online, sends, sendP99Ms }) => (
            <tr key={at} className="border-t border-hairline">
              <th scope="row" className="p-1 text-start font-normal">
                {timeOf(Date.parse(at))}
              </th>
              <td className="p-1">{inCount(online)}</td>
              <td className="p-1">{inCount(sends)}</td>
              <td className="p-1">{sendP99Ms === null ? '–' : inMs(sendP99Ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Nodes({ nodes }: { nodes: Overview['nodes'] }) {
  const id = useId()
  const now = useNow()
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="text-title">
        {nodes.length === 1 ? 'The process' : `${nodes.length} processes`}
      </h2>
      <ul aria-labelledby={id} className="grid gap-1">
        {nodes.map(({ id: node, isAnswering, version, startedAt, sockets, sends }) => (
          <li key={node} className="grid rounded-card border border-hairline px-3 py-2">
            <span className="font-semibold">
              ChatApp {version}
              {isAnswering && nodes.length > 1 && ' (answering)'}
            </span>
            <span className="text-secondary text-ink-2">
              <time dateTime={startedAt} title={fullTimeOf(Date.parse(startedAt))}>
                Started: {agoOf(Date.parse(startedAt), now)}
              </time>{' '}
              · {inWords(sockets, 'connection')} · {inWords(sends, 'message')} in a minute
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

function inBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const options = { style: 'unit', unit: units[power]!, maximumSignificantDigits: 3 } as const
  return new Intl.NumberFormat(undefined, options).format(bytes / 1000 ** power)
}
