/** Somebody as a load needs them. */
export interface BenchPerson {
  username: string
  /** The whole header value. */
  cookie: string
}
