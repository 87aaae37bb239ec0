/** `chatapp seed`: the cast and their talks, and as many more people and messages as wanted. */
import { randomBytes } from 'node:crypto'
import { limits } from '@chatapp/contract'
import { createPasswords } from '../accounts/passwords.ts'
import { readConfig } from '../config.ts'
import { wipeDemo } from '../demo/demo-queries.ts'
import { refuseField } from '../http/refused.ts'
import { openOrMake } from '../storage/database.ts'
import type { Storage } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { showProgress } from './progress.ts'
import { cast, readScript } from './seed-cast.ts'
import { Chance } from './seed-chance.ts'
import { makeTalks } from './seed-messages.ts'
import { accountRows, makePeople, seedDomain } from './seed-people.ts'
import { countMessages, everyUsername, keysBy } from './seed-queries.ts'
import { scripts } from './seed-talk.ts'
import { writePeople, writeTalks } from './seed-writer.ts'

export interface SeedOptions {
  /** How many more than the cast. */
  people: number
  messages: number
  seed: number
  /** Of everyone new; made up and printed otherwise. */
  password?: string
}

interface Run extends SeedOptions {
  storage: Storage
  taken: Set<string>
  hash: string
}

export default async function seed(options: SeedOptions): Promise<void> {
  const password = fitPassword(options.password ?? randomBytes(9).toString('base64url'))
  const storage = await openOrMake(readConfig().databaseUrl)
  try {
    await transaction(storage, wipeDemo)
    const taken = await everyUsername(storage.scans)
    // One hash for everyone: hashing is slow by design.
    const run = { ...options, storage, taken, hash: await createPasswords().hash(password) }
    const castIsNew = await addCast(run)
    if (options.people > 0) await addPeople(run)
    if (options.messages > 0) await addMessages(run)
    if (castIsNew || options.people > 0) console.log(`The password of everyone new: ${password}`)
  } finally {
    await storage.close()
  }
}

function fitPassword(password: string): string {
  const length = [...password].length
  if (length < limits.passwordMin) throw refuseField('/password', 'too_short')
  if (length > limits.passwordMax) throw refuseField('/password', 'too_long')
  return password
}

/** @returns whether they were not there before. */
async function addCast({ storage, taken, seed, hash }: Run): Promise<boolean> {
  const names = Object.keys(cast)
  const there = names.filter((username) => taken.has(username))
  if (there.length > 0) {
    console.log(`The cast is not added: ${there.join(', ')} can be found here already.`)
    return false
  }
  const now = Date.now()
  const chance = new Chance(seed, 'cast')
  const people = Object.entries(cast).map(([username, name]) => ({ key: chance.key(), username, name }))
  const keys = new Map(people.map(({ username, key }) => [username, key]))
  const talks = scripts.map((script) => readScript(script, (name) => keys.get(name)!, now))
  await writePeople(
    storage,
    people.map((person) => accountRows(person, hash, chance, now)),
    () => {},
  )
  await writeTalks(storage, talks, chance, () => {})
  for (const { username } of people) taken.add(username)
  console.log(`The cast is in: ${names.join(', ')}. They have ${talks.length} conversations.`)
  return true
}

async function addPeople({ storage, taken, seed, hash, people }: Run): Promise<void> {
  const rows = makePeople(people, new Chance(seed, 'people', taken.size), taken, hash, Date.now())
  await timed('people', people, (onWritten) => writePeople(storage, rows, onWritten))
}

async function addMessages({ storage, seed, messages }: Run): Promise<void> {
  // Nobody finds words in a chat of theirs that were never said.
  const keys = await keysBy(storage.scans, seedDomain)
  if (keys.length < 2) return console.log('No messages added: nobody here was made up. --people makes some.')
  const chance = new Chance(seed, 'messages', await countMessages(storage.scans))
  const talks = makeTalks(messages, keys, chance, Date.now())
  await timed('messages', messages, (onWritten) => writeTalks(storage, talks, chance, onWritten))
}

async function timed(
  what: string,
  count: number,
  write: (onWritten: (count: number) => void) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now()
  const progress = showProgress(`Adding ${what}`, count)
  try {
    await write((written) => progress.to(written))
  } finally {
    progress.end()
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${count.toLocaleString('en')} ${what} added in ${seconds} s.`)
}
