import { type Handlers, Reply } from '../http/route.ts'
import { type MarkDeps, markRead } from './marks-rules.ts'
import { getMessage, listMessages, type MessageDeps, type Sent, sendMessage } from './messages-rules.ts'

export function messageRoutes(
  deps: MessageDeps & MarkDeps,
): Handlers<'listMessages' | 'sendMessage' | 'getMessage' | 'markRead'> {
  return {
    listMessages: (caller, { query }) => listMessages(deps, caller, query),
    sendMessage: async (caller, { body }) => replyTo(await sendMessage(deps, caller, body)),
    getMessage: (caller, { params }) => getMessage(deps, caller, params.id),
    markRead: (caller, { params, body }) => markRead(deps, caller, params.username, body.number),
  }
}

const replyTo = ({ message, isRepeated }: Sent) =>
  isRepeated ? new Reply(200, message, { 'idempotent-replayed': 'true' }) : new Reply(201, message)
