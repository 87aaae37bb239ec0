// Every date and time on the screen, as the reader's own language writes them.
const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' })
const shortWeekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const shortDateWithYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' })
const longDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })

const minuteMs = 60_000

export const timeOf = (at: number): string => time.format(at)
export const dateOf = (at: number): string => longDate.format(at)
export const fullTimeOf = (at: number): string => full.format(at)

/** Short, for a list: "now", "5 min", "14:05", "Yesterday", "Tue", "3 Mar". */
export function agoOf(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (now - at < minuteMs) return 'now'
  if (now - at < 60 * minuteMs) return `${Math.floor((now - at) / minuteMs)} min`
  if (days === 0) return time.format(at)
  if (days === 1) return 'Yesterday'
  if (days < 7) return shortWeekday.format(at)
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? shortDate : shortDateWithYear).format(at)
}

/** For the line between two days of a chat. */
export function dayOf(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return days > 1 && days < 7 ? weekday.format(at) : longDate.format(at)
}

export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** Rounded, as some days have 23 or 25 hours. */
const daysBetween = (at: number, now: number): number =>
  Math.round((startOfDay(now) - startOfDay(at)) / (24 * 60 * minuteMs))
