/** An instance of several processes: one MySQL server for all, and Redis between them. */
import { hasSecondStack } from '@chatapp/server/testing'
import type { Scenario } from '../scenario.ts'
import { bellsBetween } from './machines/bells-between.ts'
import { groupedSends } from './machines/grouped-sends.ts'
import { readsBeside } from './machines/reads-beside.ts'
import { wholeBeside } from './machines/whole-beside.ts'

export const machines: Scenario = {
  title: 'Several machines',
  about:
    'What an instance does on MariaDB and Redis, all of it on this machine: sends in groups and the same statements in a transaction for each message, by a bare server and by the whole one; bells from one process to the sockets of another; whole messages and reads beside SQLite, with the same people and messages. Ratios are medians over the rounds.',
  async run(settings) {
    // It says in a line which one is missing.
    if (!(await hasSecondStack())) return { rows: [], figures: [] }
    const parts = []
    for (const measure of [groupedSends, bellsBetween, wholeBeside, readsBeside])
      parts.push(await measure(settings))
    return { rows: parts.flatMap(({ rows }) => rows), figures: parts.flatMap(({ figures }) => figures) }
  },
}
