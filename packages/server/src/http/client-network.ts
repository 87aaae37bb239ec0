import { isIPv6 } from 'node:net'

/**
 * Whom a limit on an address counts: an IPv4 address, or the /64 that a household or a server has of IPv6, since each
 * of them has more addresses than there are counters.
 */
export function clientNetwork(address: string): string {
  if (!isIPv6(address)) return address
  const [whole = ''] = address.toLowerCase().split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(whole)
  if (mapped) return mapped[1]!
  const [head = '', tail] = whole.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0')
  const groups = [...first, ...zeros, ...last].slice(0, 4).map((group) => parseInt(group, 16).toString(16))
  return `${groups.join(':')}::/64`
}
