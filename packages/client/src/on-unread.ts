// What others wrote and nobody has read, handed to a program one message after the other.
import type { Conversation, Message } from '@chatapp/contract'
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
  let hasEnded = false

  /** The first number that is to be handed over; null when there is none. */
  function nextIn(conversation: Conversation | null): number | null {
    if (hasEnded || conversation === null) return null
    const { peer, unread, readNumber, lastNumber } = conversation
    if (readNumber >= (handled.get(peer.username) ?? 0)) handled.delete(peer.username)
    const last = handled.get(peer.username) ?? readNumber
    return unread > 0 && last < lastNumber ? last + 1 : null
  }

  const chat = (peer: string) => client.getSnapshot().chat(peer)

  async function read(peer: string): Promise<void> {
    for (;;) {
      const next = nextIn(chat(peer).conversation)
      if (next === null) return
      try {
        await client.openChat(peer, { around: next })
      } catch {
        // It cannot be had now: the next change of anything tries again.
        return
      }
      const ahead = chat(peer).messages.filter(({ number }) => number >= next)
      if (ahead.length === 0) return
      for (const message of ahead) {
        if (hasEnded) return
        if ('from' in message && message.from === peer && message.deletedAt === null) await handle(message)
        handled.set(peer, message.number)
        client.markRead(peer, message.number)
      }
    }
  }

  function look() {
    for (const conversation of client.getSnapshot().conversations) {
      const { username } = conversation.peer
      if (busy.has(username) || nextIn(conversation) === null) continue
      busy.add(username)
      void read(username).finally(() => busy.delete(username))
    }
  }

  const unsubscribe = client.subscribe(look)
  look()
  return () => {
    hasEnded = true
    unsubscribe()
  }
}
