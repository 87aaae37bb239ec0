import type { AccountDeps } from '../accounts/accounts-rules.ts'
import {
  type Administrator,
  ban,
  createAccount,
  endSessionsOf,
  replacePassword,
  setRole,
  unban,
} from '../accounts/administration.ts'
import { requireFresh } from '../accounts/confirming.ts'
import { createInvitation, listInvitations, revokeInvitation } from '../accounts/invitations.ts'
import { chooseSignUp, readSignUp } from '../accounts/sign-up-policy.ts'
import { listAudit } from '../audit/audit-list.ts'
import { type Asked, type Caller, type Handlers, Reply } from '../http/route.ts'
import { getAccount, listAccounts } from './account-list.ts'
import { listMessageRecords, type RecordDeps } from './message-records.ts'
import { createOverview, type OverviewDeps } from './overview.ts'

export interface AdminDeps extends RecordDeps, OverviewDeps {
  accounts: AccountDeps
  /** Where links lead; known once the server listens. */
  origin(): string
}

type AdminOperation =
  | ('listAccounts' | 'createAccount' | 'getAccount' | 'setRole' | 'ban' | 'unban' | 'createResetLink')
  | ('getSignUp' | 'chooseSignUp' | 'listInvitations' | 'createInvitation' | 'revokeInvitation')
  | ('endSessionsOf' | 'getOverview' | 'listAudit' | 'listMessageRecords')

export function adminRoutes(deps: AdminDeps): Handlers<AdminOperation> {
  const { accounts, storage, origin } = deps
  const getOverview = createOverview(deps)
  const linkOf = (token: string, expiresAt: number) => ({
    link: `${origin()}/reset#${token}`,
    expiresAt: new Date(expiresAt).toISOString(),
  })
  return {
    listAccounts: (_, { query }) => listAccounts(deps, query),
    async createAccount(caller, { body }, asked) {
      const { token, expiresAt } = await createAccount(accounts, by(caller, asked), body)
      const account = await getAccount(deps, body.username)
      return new Reply(201, { account, ...linkOf(token, expiresAt) })
    },
    getAccount: (_, { params }) => getAccount(deps, params.username),
    async setRole(caller, { params, body }, asked) {
      await requireFresh(accounts, caller)
      await setRole(accounts, by(caller, asked), params.username, body.role)
      return getAccount(deps, params.username)
    },
    async ban(caller, { params, body }, asked) {
      await requireFresh(accounts, caller)
      await ban(accounts, by(caller, asked), params.username, body.reason)
      return getAccount(deps, params.username)
    },
    async unban(caller, { params }, asked) {
      await unban(accounts, by(caller, asked), params.username)
      return getAccount(deps, params.username)
    },
    async createResetLink(caller, { params }, asked) {
      await requireFresh(accounts, caller)
      const { token, expiresAt } = await replacePassword(accounts, by(caller, asked), params.username)
      return new Reply(201, linkOf(token, expiresAt))
    },
    async endSessionsOf(caller, { params }, asked) {
      await endSessionsOf(accounts, by(caller, asked), params.username)
      return getAccount(deps, params.username)
    },
    getSignUp: () => readSignUp(accounts),
    chooseSignUp: (caller, { body }, asked) => chooseSignUp(accounts, by(caller, asked), body.policy),
    listInvitations: () => listInvitations(accounts),
    async createInvitation(caller, { body }, asked) {
      const { token, expiresAt } = await createInvitation(accounts, by(caller, asked), body)
      const link = `${origin()}/sign-up#${token}`
      return new Reply(201, { link, expiresAt: new Date(expiresAt).toISOString() })
    },
    async revokeInvitation(caller, { params }, asked) {
      await revokeInvitation(accounts, by(caller, asked), params.id)
      return new Reply(204, undefined)
    },
    getOverview,
    listAudit: (_, { query }) => listAudit(storage, query),
    listMessageRecords: (caller, { query }, asked) => listMessageRecords(deps, by(caller, asked), query),
  }
}

const by = ({ key }: Caller, { address }: Asked): Required<Administrator> => ({ actorKey: key, address })
