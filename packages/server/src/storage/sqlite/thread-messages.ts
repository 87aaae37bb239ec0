import type { Statement } from './connection.ts'

export interface WriterOptions {
  path: string
  leaseMs: number
}

/** What a job module makes of the writing connection: a function that does a whole group's writes. */
export type Job = (input: unknown) => unknown

export type WriterRequest = { id: number } & (
  | { kind: 'statement'; statement: Statement; lease: number | null }
  | { kind: 'job'; module: string; input: unknown }
  | { kind: 'begin' }
  | { kind: 'end'; lease: number; commit: boolean }
  | { kind: 'close' }
)

export type ReaderRequest = { id: number } & ({ kind: 'statement'; statement: Statement } | { kind: 'close' })

export interface PlainError {
  message: string
  /** SQLite's extended result code, when it came from there. */
  errcode?: number
  /** The transaction lasted too long, so nothing of it holds. */
  hasExpired?: boolean
}

export type Answer = { id: number } & ({ output: unknown } | { error: PlainError })

export function asPlainError(error: unknown): PlainError {
  const { message, errcode, hasExpired } = error as PlainError
  return { message, ...(errcode !== undefined && { errcode }), ...(hasExpired && { hasExpired }) }
}

export class SqliteError extends Error {
  readonly errcode: number | undefined
  readonly hasExpired: boolean
  constructor({ message, errcode, hasExpired = false }: PlainError) {
    super(message)
    this.errcode = errcode
    this.hasExpired = hasExpired
  }
  /** SQLITE_FULL: the disk or the file's limit. */
  get isFull(): boolean {
    return this.errcode !== undefined && (this.errcode & 0xff) === 13
  } /** SQLITE_CONSTRAINT_PRIMARYKEY or _UNIQUE. */
  get isDuplicate(): boolean {
    return this.errcode === 1555 || this.errcode === 2067
  }
}
