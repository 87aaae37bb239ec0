export type { Me } from './accounts.ts'
export type { AuditEntry, MessageRecord, Overview } from './admin.ts'
export type { Account, OneTimeLink, WholeAccount } from './admin-accounts.ts'
export type { AuditAction } from './audit.ts'
export { type CloseReason, closeCodes } from './close-codes.ts'
export type { Conversation, Marks } from './conversations.ts'
export { type ErrorCode, errors, type FieldErrorCode, fieldErrors, Problem } from './errors.ts'
export { ClientFrame, ServerFrame } from './frames.ts'
export type { Feed, FeedItem } from './inbox.ts'
export { type Invitation, type SignUp, type SignUpPolicy, signUpPolicies } from './invitations.ts'
export {
  limits,
  messageBodyBytes,
  type RateLimit,
  type RateLimitName,
  rateLimits,
  tokenDays,
} from './limits.ts'
export type { HiddenMessage, Message, MessagePage, MessageState } from './messages.ts'
export { type Bytes, errorsOf, isBytes, type Operation, type Upload } from './operation.ts'
export { type OperationInput, type OperationOutput, type Operations, operations } from './operations.ts'
export type { Profile, User } from './people.ts'
export { type OperationName, routes } from './routes.ts'
export type { SecondFactor } from './second-factor.ts'
export type { SessionState } from './sessions.ts'
export type { Instance } from './system.ts'
export type { ApiToken } from './tokens.ts'
