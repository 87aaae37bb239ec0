// Ada and Bob: two people with a session each under a path of their own, for whoever sits at the server's machine.
import { type ChatClient, createChatClient, createRest, systemRuntime } from '@chatapp/client'
import { forgetDrafts } from '../drafts.ts'

export const demoPeople = ['ada', 'bob'] as const
export type DemoName = (typeof demoPeople)[number]

export type Demo = Record<DemoName, ChatClient>

const rest = createRest({
  baseUrl: location.origin,
  fetch: (url, init) => fetch(url, init),
  runtime: systemRuntime,
})

/** Begins a demo or goes on with it. @throws ApiError `forbidden` where none is offered. */
export async function beginDemo(): Promise<Demo> {
  await rest.call('startDemo')
  return { ada: clientOf('ada'), bob: clientOf('bob') }
}

/** Everything that Ada and Bob wrote is gone afterwards. */
export async function endDemo(): Promise<void> {
  await rest.call('endDemo')
  for (const name of demoPeople) forgetDrafts(name)
}

/** What waits to be sent is not kept: the next demo is between two other people. */
const clientOf = (name: DemoName): ChatClient =>
  createChatClient({
    baseUrl: `${location.origin}/demo/${name}`,
    onError: (error) => console.error(error),
  })
