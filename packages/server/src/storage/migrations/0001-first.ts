import type { Kysely } from 'kysely'
import { type Parts, partsOf } from './parts.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await accounts(db, parts)
  await db.schema
    .createTable('instance')
    .ifNotExists()
    .addColumn('name', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('value', 'varchar(255)', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await db.schema
    .createTable('single_use_tokens')
    .ifNotExists()
    .addColumn('digest', parts.bytes(32), (column) => column.primaryKey())
    .addColumn('purpose', 'varchar(32)', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await db.schema
    .createTable('feeds')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.primaryKey())
    .addColumn('head', 'bigint', (column) => column.notNull())
    .modifyEnd(parts.clustered)
    .execute()
  await members(db, parts)
  await messages(db, parts)
  await db.schema
    .createTable('amendments')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('low_key', 'bigint', (column) => column.notNull())
    .addColumn('high_key', 'bigint', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('amendments_pk', ['user_key', 'seq'])
    .addUniqueConstraint('amendments_message', ['user_key', 'low_key', 'high_key', 'number'])
    .modifyEnd(parts.clustered)
    .execute()
}

async function members(db: Kysely<unknown>, parts: Parts): Promise<void> {
  let table = db.schema
    .createTable('members')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.notNull())
    .addColumn('peer_key', 'bigint', (column) => column.notNull())
  for (const name of [
    'last_number',
    'last_message_at',
    'read_number',
    'delivered_number',
    'peer_read_number',
    'peer_delivered_number',
  ])
    table = table.addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
  await table
    .addColumn('muted_until', 'bigint')
    .addColumn('pinned_at', 'bigint')
    .addColumn('archived_at', 'bigint')
    .addColumn('marked_unread', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('request_state', 'varchar(16)')
    .addColumn('cleared_before', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_pk', ['user_key', 'peer_key'])
    .modifyEnd(parts.clustered)
    .execute()
}

async function messages(db: Kysely<unknown>, parts: Parts): Promise<void> {
  await db.schema
    .createTable('messages')
    .ifNotExists()
    .addColumn('low_key', 'bigint', (column) => column.notNull())
    .addColumn('high_key', 'bigint', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('id', parts.bytes(16), (column) => column.notNull().unique())
    .addColumn('sender_is_low', 'integer', (column) => column.notNull())
    .addColumn('body', parts.longText, (column) => column.notNull())
    .addColumn('kind', 'varchar(16)', (column) => column.notNull().defaultTo('text'))
    .addColumn('first_digest', parts.bytes(16), (column) => column.notNull())
    .addColumn('reply_to', parts.bytes(16))
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('edited_at', 'bigint')
    .addColumn('deleted_at', 'bigint')
    .addColumn('hidden_for_low', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('hidden_for_high', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('messages_pk', ['low_key', 'high_key', 'number'])
    .modifyEnd(parts.clustered)
    .execute()
}

/** As the accounts engine expects them, frozen; `key`, `username`, `sort_name`, `role`, `banned` are ours. */
async function accounts(db: Kysely<unknown>, parts: Parts): Promise<void> {
  await db.schema
    .createTable('auth_user')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('key', 'bigint', (column) => column.notNull().unique())
    .addColumn('username', 'varchar(32)', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sort_name', 'varchar(255)', (column) => column.notNull())
    .addColumn('email', 'varchar(255)', (column) => column.notNull().unique())
    .addColumn('email_verified', 'integer', (column) => column.notNull())
    .addColumn('image', 'text')
    .addColumn('role', 'varchar(16)', (column) => column.notNull().defaultTo('user'))
    .addColumn('banned', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'varchar(32)', (column) => column.notNull())
    .addColumn('updated_at', 'varchar(32)', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('auth_user_directory', 'auth_user', ['sort_name', 'username'])
  await db.schema
    .createTable('auth_session')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('token', 'varchar(64)', (column) => column.notNull().unique())
    .addColumn('user_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('expires_at', 'varchar(32)', (column) => column.notNull())
    .addColumn('ip_address', 'varchar(64)')
    .addColumn('user_agent', 'text')
    .addColumn('created_at', 'varchar(32)', (column) => column.notNull())
    .addColumn('updated_at', 'varchar(32)', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('auth_session_user', 'auth_session', ['user_id'])
  await parts.createIndex('auth_session_expiry', 'auth_session', ['expires_at'])
  await db.schema
    .createTable('auth_account')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('account_id', 'varchar(255)', (column) => column.notNull())
    .addColumn('provider_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('user_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('access_token', 'text')
    .addColumn('refresh_token', 'text')
    .addColumn('id_token', 'text')
    .addColumn('access_token_expires_at', 'varchar(32)')
    .addColumn('refresh_token_expires_at', 'varchar(32)')
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('created_at', 'varchar(32)', (column) => column.notNull())
    .addColumn('updated_at', 'varchar(32)', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('auth_account_user', 'auth_account', ['user_id'])
  await db.schema
    .createTable('auth_verification')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('identifier', 'varchar(255)', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'varchar(32)', (column) => column.notNull())
    .addColumn('created_at', 'varchar(32)', (column) => column.notNull())
    .addColumn('updated_at', 'varchar(32)', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('auth_verification_identifier', 'auth_verification', ['identifier'])
}
