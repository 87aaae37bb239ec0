/** For the accounts engine, which hands a MySQL database dates although its tables keep them as text. */
import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type PrimitiveValueListNode,
  type ValueNode,
} from 'kysely'
import type { Db, Storage, Trx } from './storage.ts'

/** The database, or a transaction on it, as the engine needs it. With SQLite it keeps texts by itself. */
export const withIsoTimes = ({ engine, db }: Storage, trx: Trx | undefined): Db =>
  engine === 'mysql' ? (trx ?? db).withPlugin(isoTimes) : (trx ?? db)

const isoTimes: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => writer.transformNode(node),
  transformResult: async ({ result }: PluginTransformResultArgs) => ({
    ...result,
    rows: result.rows.map((row) => Object.fromEntries(Object.entries(row).map(readTime))),
  }),
}

class TimeWriter extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return { ...super.transformValue(node), value: writeTime(node.value) }
  }
  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    return { ...super.transformPrimitiveValueList(node), values: node.values.map(writeTime) }
  }
}

const writer = new TimeWriter()
const writeTime = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

const readTime = ([column, value]: [string, unknown]): [string, unknown] =>
  column.endsWith('_at') && typeof value === 'string' ? [column, new Date(value)] : [column, value]
