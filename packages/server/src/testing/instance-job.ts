import type { DatabaseSync } from 'node:sqlite'

/** A job as the writer thread runs them: writes each name. @returns how many there are after each. */
export function prepareJob(db: DatabaseSync): (names: string[]) => number[] {
  const insert = db.prepare("INSERT INTO instance (name, value) VALUES (?, '')")
  const count = db.prepare('SELECT count(*) AS count FROM instance')
  return (names) =>
    names.map((name) => {
      insert.run(name)
      return (count.get() as { count: number }).count
    })
}
