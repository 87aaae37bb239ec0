/** Requests as text, prepared per person so that sending one is little more than joining strings. */
import { routes } from '@chatapp/contract'
import { newMessageId } from './message-ids.ts'
import type { BenchPerson } from './people.ts'

/** The text of a message, with the recipient's name: so that every request of a run has the same size. */
const textAndName = 120
const filler =
  'Shall we meet at the usual place, or is there a better one by now? I can bring the small screws. '
const text = filler.repeat(2)
const fixedBytes = '{"id":"","to":"","body":""}'.length + 36

const [sendMethod, sendPath] = routes.sendMessage.split(' ')
const messagePath = routes.getMessage.split(' ')[1]!.replace(':id', '')

/** Everything before the message's ID. */
export const sendHead = (port: number, { cookie }: BenchPerson): string =>
  `${sendMethod} ${sendPath} HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${fixedBytes + textAndName}\r\nCookie: ${cookie}\r\n\r\n{"id":"`

/** Everything after it. */
export const sendTail = ({ username }: BenchPerson): string =>
  `","to":"${username}","body":"${text.slice(0, textAndName - username.length)}"}`

export function sendRequest(head: string, tail: string, id = newMessageId()): string {
  return head + id + tail
}

const getTail = (port: number, { cookie }: BenchPerson): string =>
  ` HTTP/1.1\r\nHost: localhost:${port}\r\nCookie: ${cookie}\r\n\r\n`

export const getRequest = (port: number, person: BenchPerson, path: string): string =>
  `GET ${path}${getTail(port, person)}`

/** A GET of a message, but for its ID. */
export function messageRequest(port: number, person: BenchPerson): (id: string) => string {
  const tail = getTail(port, person)
  return (id) => `GET ${messagePath}${id}${tail}`
}
