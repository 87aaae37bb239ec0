import type { Handlers } from '../http/route.ts'
import { getConversation, type InboxDeps, listConversations, readFeed } from './inbox-rules.ts'

export function inboxRoutes(deps: InboxDeps): Handlers<'listConversations' | 'getConversation' | 'getFeed'> {
  return {
    listConversations: (caller, { query }) => listConversations(deps, caller, query),
    getConversation: (caller, { params }) => getConversation(deps, caller, params.username),
    getFeed: (caller, { query }) => readFeed(deps, caller, query),
  }
}
