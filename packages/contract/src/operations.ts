import { accountOperations } from './accounts.ts'
import { adminOperations } from './admin.ts'
import { adminAccountOperations } from './admin-accounts.ts'
import { conversationOperations } from './conversations.ts'
import { demoOperations } from './demo.ts'
import { emailOperations } from './emails.ts'
import { inboxOperations } from './inbox.ts'
import { invitationOperations } from './invitations.ts'
import { messageOperations } from './messages.ts'
import type { InputOf, Operation, OutputOf } from './operation.ts'
import { ownDataOperations } from './own-data.ts'
import { peopleOperations } from './people.ts'
import { profileOperations } from './profile.ts'
import type { OperationName } from './routes.ts'
import { secondFactorOperations } from './second-factor.ts'
import { sessionOperations } from './sessions.ts'
import { systemOperations } from './system.ts'
import { tokenOperations } from './tokens.ts'

export const operations = {
  ...accountOperations,
  ...emailOperations,
  ...invitationOperations,
  ...sessionOperations,
  ...secondFactorOperations,
  ...profileOperations,
  ...ownDataOperations,
  ...tokenOperations,
  ...peopleOperations,
  ...conversationOperations,
  ...messageOperations,
  ...inboxOperations,
  ...demoOperations,
  ...adminAccountOperations,
  ...adminOperations,
  ...systemOperations,
} as const satisfies Record<OperationName, Operation>

export type Operations = typeof operations
export type OperationInput<N extends OperationName> = InputOf<Operations[N]>
export type OperationOutput<N extends OperationName> = OutputOf<Operations[N]>
