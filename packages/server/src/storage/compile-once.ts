import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './storage.ts'

class Hole {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built and compiled once; each call only fills in its parameters.
 * Building costs more than running for a point read, so the hot ones are made this way.
 */
export function compileOnce<P extends Record<string, unknown>, Row>(
  db: Db,
  build: (parameters: P) => Compilable<Row>,
): (parameters: P) => Promise<Row[]> {
  const holes = new Proxy({}, { get: (_, name) => new Hole(String(name)) }) as P
  const compiled: CompiledQuery<Row> = build(holes).compile()
  return async (parameters) => {
    const values = compiled.parameters.map((value) =>
      value instanceof Hole ? parameters[value.name] : value,
    )
    return (await db.executeQuery<Row>({ ...compiled, parameters: values })).rows
  }
}
