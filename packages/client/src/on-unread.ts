// What others wrote and nobody has read, handed to a program one message after the other.
import type { Conversation, Message } from '@chatapp/contract'
import { ApiError } from './api-error.ts'
import type { ChatClient } from './client.ts'

type Reader = Pick<ChatClient, 'subscribe' | 'getSnapshot' | 'openChat' | 'markRead'>

/**
 * Calls the handler with each message that others wrote and that is not read yet, in order within a conversation, and
 * marks it read once the handler has ended. What came while the program was not running comes first; where it was ended
 * in the middle, the last message may come again. What the handler throws ends the program unless that catches it; the
 * message stays unread. Gives the way to end it.
 */
export function onUnread(client: Reader, handle: (message: Message) => void | Promise<void>): () => void {
  /** Up to which number each conversation was handed over: the read mark follows. */
  const handled = new Map<string, number>()
  const busy = new Set<string>()
  /** Where something changed while it was busy. */
  const missed = new Set<string>()
  /** The last number of conversations that could not be read: nobody tries again before there is another one. */
  const refused = new Map<string, number>()
  let hasEnded = false

  /** The first number that is to be handed over; null when there is none. */
  function nextIn(conversation: Conversation | null): number | null {
    if (hasEnded || conversation === null) return null
    const { peer, unread, readNumber, lastNumber } = conversation
    if (readNumber >= (handled.get(peer.username) ?? 0)) handled.delete(peer.username)
    const last = handled.get(peer.username) ?? readNumber
    return unread > 0 && last < lastNumber && refused.get(peer.username) !== lastNumber ? last + 1 : null
  }

  const chat = (peer: string) => client.getSnapshot().chat(peer)

  async function read(peer: string): Promise<void> {
    for (;;) {
      const next = nextIn(chat(peer).conversation)
      if (next === null) return
      const { lastNumber } = chat(peer).conversation!
      try {
        await client.openChat(peer, { around: next })
      } catch (error) {
        if (error instanceof ApiError) refused.set(peer, lastNumber)
        // Otherwise the client was stopped, or signed out. It is looked again when that is over.
        return
      }
      const ahead = chat(peer).messages.filter(({ number }) => number >= next)
      if (ahead.length === 0) refused.set(peer, lastNumber)
      for (const message of ahead) {
        if (hasEnded) return
        if ('from' in message && message.from === peer && message.deletedAt === null) await handle(message)
        handled.set(peer, message.number)
        client.markRead(peer, message.number)
      }
    }
  }

  async function readAll(peer: string): Promise<void> {
    busy.add(peer)
    missed.delete(peer)
    await read(peer).finally(() => busy.delete(peer))
    if (missed.has(peer)) look()
  }

  function look() {
    for (const conversation of client.getSnapshot().conversations) {
      const { username } = conversation.peer
      if (nextIn(conversation) === null) continue
      if (busy.has(username)) missed.add(username)
      else void readAll(username)
    }
  }

  const unsubscribe = client.subscribe(look)
  look()
  return () => {
    hasEnded = true
    unsubscribe()
  }
}
