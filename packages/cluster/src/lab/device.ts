import { type ChatClient, createChatClient } from '@chatapp/client'
import type { TestPerson } from '@chatapp/server/testing'
import { socketAs } from './socket-as.ts'

export interface Device extends Disposable {
  readonly client: ChatClient
  readonly isOnline: boolean
  /** What the chat with somebody shows, oldest first. */
  bodies(peer: TestPerson): string[]
}

/** One of somebody's devices: the whole SDK, over the proxy. */
export async function openDevice(url: string, person: TestPerson): Promise<Device> {
  const client = createChatClient({
    baseUrl: url,
    headers: { cookie: person.cookie! },
    WebSocket: socketAs(person, url),
  })
  await client.start()
  return {
    client,
    get isOnline() {
      return client.getSnapshot().status === 'online'
    },
    bodies: ({ username }) =>
      client
        .getSnapshot()
        .chat(username)
        .messages.map((message) => ('body' in message ? message.body : '')),
    [Symbol.dispose]: () => client.stop(),
  }
}
