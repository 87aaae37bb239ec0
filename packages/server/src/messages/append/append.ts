/** The hot writes: what happens many times a second, and is committed in company. */
import type { ServerFrame } from '@chatapp/contract'
import type { Person } from '../../people/usernames.ts'

export interface Send {
  /** As text, in lower case, like `replyTo`: it crosses to other threads cheaper than bytes do. */
  readonly id: string
  readonly from: Person
  readonly to: Person
  readonly body: string
  readonly replyTo: string | null
  readonly createdAt: number
}

export type SendOutcome =
  | { readonly kind: 'created'; readonly number: number; readonly createdAt: number }
  /** The same message was sent before. */
  | { readonly kind: 'repeated' }
  /** The ID belongs to another message. */
  | { readonly kind: 'conflict' }

export interface Mark {
  readonly by: Person
  readonly peer: Person
  readonly number: number
}

export interface MarkState {
  readonly seq: number
  readonly read: number
  readonly peerRead: number
  readonly peerDelivered: number
}

export type MarkOutcome =
  | { readonly kind: 'marked'; readonly mine: MarkState }
  | { readonly kind: 'no_conversation' }
  | { readonly kind: 'above_last' }

/** A hot write as the engines take it. */
export type Write =
  | {
      kind: 'send'
      id: string
      fromKey: number
      toKey: number
      body: string
      replyTo: string | null
      createdAt: number
    }
  | { kind: 'read' | 'delivered'; userKey: number; peerKey: number; number: number }

/** What became of it. */
export type Written =
  | { kind: 'created'; number: number; createdAt: number; fromSeq: number; toSeq: number }
  /** `heads` when it may have been committed by a try that got no answer, so that nobody was told. */
  | { kind: 'repeated'; heads?: { from: number; to: number } }
  | { kind: 'conflict' }
  | { kind: 'no_conversation' }
  | { kind: 'above_last' }
  /** `mine` and `peers` are null when that side was not stamped. */
  | { kind: 'marked'; state: MarkState; mine: MarkState | null; peers: MarkState | null }

/** Commits, then tells both people, then resolves. One implementation per engine, one suite for all. */
export interface Append {
  send(send: Send): Promise<SendOutcome>
  /** Moves how far somebody has read; both are told. */
  markRead(mark: Mark): Promise<MarkOutcome>
  /** Moves how far somebody's devices hold the messages; the other one is told. */
  markDelivered(mark: Mark): Promise<MarkOutcome>
}

/** Rings the bell: one call per person and commit. Never throws, never waits. */
export type Tell = (userKey: number, frames: ServerFrame[]) => void
