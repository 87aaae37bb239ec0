/** Whether a demo is on, as this process knows it, and the order in which its people act and it begins and ends. */
import { Refused } from '../http/refused.ts'
import { type DemoPeople, readDemoPeople } from '../storage/instance.ts'
import type { Db } from '../storage/storage.ts'

export class Demo {
  readonly #db: Db
  readonly #onChanged: (before: DemoPeople | null) => void
  #people: DemoPeople | null = null
  /** How many requests of the two are being answered. */
  #inside = 0
  #lastLeft = () => {}
  #changing: Promise<void> | null = null

  /** @param onChanged forgets all that was remembered of people who are gone, and tells other processes. */
  constructor(db: Db, onChanged: (before: DemoPeople | null) => void) {
    this.#db = db
    this.#onChanged = onChanged
  }

  /** Null when none is on. The same object as long as the same demo is. */
  get people(): DemoPeople | null {
    return this.#people
  }

  /** After the commit that made it so. */
  become(people: DemoPeople | null): void {
    const before = this.#people
    if (before?.ada === people?.ada && before?.bob === people?.bob) return
    this.#people = people
    this.#onChanged(before)
  }

  /** Reads it from the database: another process may have begun a demo, or made an account, which ends it. */
  async lookAgain(): Promise<DemoPeople | null> {
    this.become(await readDemoPeople(this.#db))
    return this.#people
  }

  /**
   * Answers a request of somebody who is in the demo.
   * @throws Refused `not_found` when that demo has ended meanwhile: who is gone writes to nobody who came after.
   */
  async host<T>(people: DemoPeople, answer: () => Promise<T>): Promise<T> {
    while (this.#changing) await this.#changing
    if (people !== this.#people) throw new Refused('not_found')
    this.#inside++
    try {
      return await answer()
    } finally {
      if (--this.#inside === 0) this.#lastLeft()
    }
  }

  /** Runs what may begin or end the demo, one at a time, and while none of its people is in the middle of something. */
  async alone<T>(change: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = this.#changing
    this.#changing = promise
    await before
    if (this.#inside > 0)
      await new Promise<void>((left) => {
        this.#lastLeft = left
      })
    try {
      return await change()
    } finally {
      if (this.#changing === promise) this.#changing = null
      resolve()
    }
  }
}
