import type { Db } from '../storage/storage.ts'
import { peopleQueries } from './people-queries.ts'

const keepMax = 200_000

export interface Person {
  readonly key: number
  readonly username: string
  /** Their account was deleted: they can be read about, but not written to. */
  readonly isGone?: boolean
}

/**
 * Which key a username stands for, and back. Neither ever changes nor is given out again, so what was read once
 * holds for good; the demo's people alone cease to be, and are forgotten then, as is who was deleted, to be read anew.
 */
export class Usernames {
  readonly #queries
  readonly #byUsername = new Map<string, Person>()
  readonly #byKey = new Map<number, Person>()

  constructor(db: Db) {
    this.#queries = peopleQueries(db)
  }

  /** @param username in any case. */
  async find(username: string): Promise<Person | null> {
    const name = username.toLowerCase()
    return this.#byUsername.get(name) ?? this.#keep(await this.#queries.byUsername(name))
  }

  async nameOf(key: number): Promise<string> {
    const person = this.#byKey.get(key) ?? this.#keep(await this.#queries.byKey(key))
    if (!person) throw new Error(`nobody has the key ${key}`)
    return person.username
  }

  forget(keys: readonly number[]): void {
    for (const key of keys) {
      const person = this.#byKey.get(key)
      this.#byKey.delete(key)
      if (person) this.#byUsername.delete(person.username)
    }
  }

  #keep(row: (Person & { left_at: number | null }) | undefined): Person | null {
    if (!row) return null
    if (this.#byKey.size >= keepMax) {
      this.#byKey.clear()
      this.#byUsername.clear()
    }
    const person = { key: row.key, username: row.username, isGone: row.left_at !== null }
    this.#byUsername.set(person.username, person)
    this.#byKey.set(person.key, person)
    return person
  }
}
