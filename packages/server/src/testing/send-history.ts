/** What was asked for and what was answered, and whether a database fits it. */
import type { MessageState } from '@chatapp/contract'

export interface Attempt {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly body: string
  /** Its number, when 201 or 200 was answered; null when no answer came. */
  number: number | null
}

/** @param history of one conversation, oldest first. @returns what does not fit, a line each. */
export function violations(attempts: readonly Attempt[], history: readonly MessageState[]): string[] {
  const found: string[] = []
  history.forEach(({ number }, at) => {
    if (number !== at + 1) found.push(`number ${number} stands where ${at + 1} belongs`)
  })
  const byId = new Map<string, MessageState[]>()
  for (const message of history) byId.set(message.id, [...(byId.get(message.id) ?? []), message])
  const attempted = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  for (const [id, messages] of byId) {
    if (messages.length > 1) found.push(`${id} is there ${messages.length} times`)
    if (!attempted.has(id)) found.push(`${id} was never sent`)
  }
  for (const { id, from, body, number } of attempts) {
    const [message] = byId.get(id) ?? []
    if (number === null) continue
    if (!message) found.push(`${id} was acknowledged and is lost`)
    else if (message.number !== number) found.push(`${id} was number ${number} and is ${message.number}`)
    else if (!('body' in message) || message.body !== body || message.from !== from)
      found.push(`${id} has changed`)
  }
  return found
}
