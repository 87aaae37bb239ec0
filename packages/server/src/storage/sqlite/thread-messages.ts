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
}

export type Answer = { id: number } & ({ output: unknown } | { error: PlainError })

export function asPlainError(error: unknown): PlainError {
  const { message, errcode } = error as PlainError
  return errcode === undefined ? { message } : { message, errcode }
}

export class SqliteError extends Error {
  readonly errcode: number | undefined
  constructor({ message, errcode }: PlainError) {
    super(message)
    this.errcode = errcode
  }
  /** SQLITE_FULL: the disk or the file's limit. */
  get isFull(): boolean {
    return this.errcode !== undefined && (this.errcode & 0xff) === 13
  }
}
