/** Every table as the code sees it. Times are UTC milliseconds; a person is a 52-bit key, a message ID 16 bytes. */
import type { AuditAction } from '@chatapp/contract'
import type { ColumnType } from 'kysely'

type Defaulted<T> = ColumnType<T, T | undefined, T>

export interface Tables {
  auth_user: AuthUserTable
  auth_session: AuthSessionTable
  auth_account: AuthAccountTable
  single_use_tokens: SingleUseTokenTable
  second_factors: SecondFactorTable
  recovery_codes: RecoveryCodeTable
  instance: { name: string; value: string }
  nodes: NodeTable
  mails: MailTable
  audit: AuditTable
  invitations: InvitationTable
  email_changes: EmailChangeTable
  avatars: AvatarTable
  profile_news: ProfileNewsTable
  deletions: DeletionTable
  api_tokens: ApiTokenTable
  feeds: { user_key: number; head: number }
  members: MemberTable
  messages: MessageTable
  amendments: AmendmentTable
}

/** The accounts engine's, with ours beside: the key that stands for a person everywhere inside. */
export interface AuthUserTable {
  id: string
  key: number
  username: string
  name: string
  /** The name as the directory sorts and finds it. */
  sort_name: string
  email: string
  email_verified: number
  /** The path of the picture, such as `/api/v1/avatars/<id>`. */
  image: Defaulted<string | null>
  bio: Defaulted<string | null>
  role: Defaulted<string>
  banned: Defaulted<number>
  /** Since when they are deleted: the row holds the place of somebody who is gone. */
  left_at: Defaulted<number | null>
  created_at: string
  updated_at: string
}

export interface AuthSessionTable {
  id: string
  token: string
  user_id: string
  expires_at: string
  ip_address: Defaulted<string | null>
  user_agent: Defaulted<string | null>
  created_at: string
  updated_at: string
  /** When its person last proved again who they are. */
  confirmed_at: Defaulted<number | null>
}

/** How somebody proves who they are: here by a password. */
export interface AuthAccountTable {
  id: string
  /** The person's own ID, when it is a password. */
  account_id: string
  provider_id: 'credential'
  user_id: string
  /** Its hash, as a PHC string. */
  password: string
  created_at: string
  updated_at: string
}

/** A secret that somebody shares with their authenticator app. */
export interface SecondFactorTable {
  user_key: number
  /** Sealed, see `accounts/sealing.ts`. */
  secret: Uint8Array
  /** Since when a code is asked for; null until one has come back. */
  confirmed_at: Defaulted<number | null>
  /** Of the latest code that was taken: it and those before are used up. */
  last_step: Defaulted<number>
}

/** What stands in for a code of the app, once. */
export interface RecoveryCodeTable {
  digest: Uint8Array
  user_key: number
}

export type TokenPurpose = 'set-up' | 'reset-password' | 'confirm-email'

export interface SingleUseTokenTable {
  digest: Uint8Array
  purpose: TokenPurpose
  expires_at: number
  /** Whom it is about. */
  user_key: Defaulted<number | null>
}

/** A mail that waits to be written and sent. */
export interface MailTable {
  id: string
  purpose:
    | 'reset-password'
    | 'confirm-email'
    | 'email-asked'
    | 'password-changed'
    | 'second-factor-on'
    | 'second-factor-off'
  user_key: number
  created_at: number
  due_at: number
  /** Where it goes when that is not the person's own address at that time. */
  address: Defaulted<string | null>
}

/** An address that somebody says is theirs. */
export interface EmailChangeTable {
  user_key: number
  email: string
  asked_at: number
}

/** Something that somebody did to an account, or tried. */
export interface AuditTable {
  id: string
  at: number
  action: AuditAction
  /** Who did it; null: the command line, or nobody who is known. */
  actor_key: number | null
  /** Whose account it is about. */
  subject_key: number | null
  address: string | null
  /** JSON: a few plain values. */
  detail: string | null
}

/** A link that lets somebody make an account. */
export interface InvitationTable {
  id: string
  digest: Uint8Array
  /** Null: by whoever runs the server. */
  made_by: number | null
  made_at: number
  expires_at: number
  uses: number
  uses_left: number
}

/** What lets a program act for somebody. */
export interface ApiTokenTable {
  id: string
  digest: Uint8Array
  user_key: number
  /** What it is for. */
  name: string
  created_at: number
  /** Known to the hour; null: never. */
  last_used_at: Defaulted<number | null>
  /** Null: good until it is revoked. */
  expires_at: number | null
}

/** Somebody's picture, as it is sent. */
export interface AvatarTable {
  id: string
  user_key: number
  bytes: Uint8Array
}

/** Somebody has another name or picture; the people they talk with hear of it in the order of their keys. */
export interface ProfileNewsTable {
  user_key: number
  /** Up to whom they have heard. */
  after_key: number
}

/** Somebody wants to be deleted. */
export interface DeletionTable {
  user_key: number
  asked_at: number
  /** Until then they can come back. */
  due_at: number
  /** They are gone; the row stays for a while, so that every process finds it. */
  done_at: Defaulted<number | null>
}

/** A process that serves this database. */
export interface NodeTable {
  id: string
  seen_at: number
  /** Whether bells of other processes reach it. */
  hears_others: number
  /** Hexadecimal; of the key that signs sessions. */
  secret_digest: string
  version: Defaulted<string | null>
  started_at: Defaulted<number | null>
  /** Now. */
  sockets: Defaulted<number | null>
  /** With a socket, now. */
  people: Defaulted<number | null>
  /** In its last whole minute. */
  sends: Defaulted<number | null>
  /** Microseconds. */
  send_p99_us: Defaulted<number | null>
}

/** What one person needs to draw one conversation; two rows are a conversation. */
export interface MemberTable {
  user_key: number
  peer_key: number
  last_number: Defaulted<number>
  last_message_at: Defaulted<number>
  read_number: Defaulted<number>
  delivered_number: Defaulted<number>
  peer_read_number: Defaulted<number>
  peer_delivered_number: Defaulted<number>
  muted_until: Defaulted<number | null>
  pinned_at: Defaulted<number | null>
  archived_at: Defaulted<number | null>
  marked_unread: Defaulted<number>
  request_state: Defaulted<string | null>
  cleared_before: Defaulted<number>
  /** The number in this person's feed of the latest change to this row. */
  seq: number
}

export interface MessageTable {
  low_key: number
  high_key: number
  number: number
  id: Uint8Array
  sender_is_low: number
  body: string
  kind: Defaulted<string>
  /** Of the content as first sent, for telling a repeated send from another one under the same ID. */
  first_digest: Uint8Array
  reply_to: Defaulted<Uint8Array | null>
  version: Defaulted<number>
  revision: Defaulted<number>
  created_at: number
  edited_at: Defaulted<number | null>
  deleted_at: Defaulted<number | null>
  hidden_for_low: Defaulted<number>
  hidden_for_high: Defaulted<number>
}

/** An old message that changed, at its latest place in a person's feed. */
export interface AmendmentTable {
  user_key: number
  seq: number
  low_key: number
  high_key: number
  number: number
}
