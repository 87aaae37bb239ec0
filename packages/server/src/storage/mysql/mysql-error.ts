/** What a server of the MySQL protocol, the way to it, or our own patience refused. */
interface Raw {
  message: string
  code?: string
  errno?: number
  fatal?: boolean
}

/** The connection is gone, or nobody knows what became of its last statement. */
const lost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
])

/** Shutting down; killed; not part of its cluster; too many connections, of all or of this user; read-only for now. */
const refusing = new Set([1053, 1927, 4031, 1047, 1040, 1203, 1226, 1290, 1836])
/** Chosen to give way to another; waited too long for a lock; could not commit; took too long. */
const undone = new Set([1213, 1205, 1180, 1969, 3024, 1317])
/** The disk, or a table's file. */
const full = new Set([1021, 1114, 3])

export class MysqlError extends Error {
  readonly code: string
  readonly errno: number | undefined
  readonly #isFatal: boolean

  constructor(code: string, message: string, errno?: number, isFatal = false) {
    super(message)
    this.code = code
    this.errno = errno
    this.#isFatal = isFatal
  }

  static from(error: unknown): MysqlError {
    const { message, code, errno, fatal } = error as Raw
    // The library's own refusals, such as a queue that is full or a pool that was closed, have no code.
    return new MysqlError(code ?? 'BUSY', message || (code ?? 'no reason given'), errno, fatal)
  }

  /** Nobody knows what became of the statement; its connection is of no more use. */
  get isLost(): boolean {
    return this.#isFatal || lost.has(this.code) || refusing.has(this.errno!)
  }

  /** It may go better soon. */
  get isPassing(): boolean {
    return this.isLost || this.code === 'BUSY' || undone.has(this.errno!)
  }

  /** Nothing of the transaction holds, for certain. */
  get isUndone(): boolean {
    return undone.has(this.errno!)
  }

  get isFull(): boolean {
    return full.has(this.errno!)
  }

  /** The user may not do this: here, to this table, or at all. */
  get isDenied(): boolean {
    return [1044, 1142, 1143, 1227, 1370, 1410].includes(this.errno!)
  }

  get isDuplicate(): boolean {
    return this.errno === 1062
  }
}
