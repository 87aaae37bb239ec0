import {
  MemoryBus,
  stampAmendment,
  stampsUrl,
  startTestServer,
  type TestServer,
} from '@chatapp/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChatClient } from './index.ts'
import { loadMutant, type Mutant } from './testing/mutants.ts'
import { type Parts, type Step, SyncWorld } from './testing/sync-world.ts'

const runs = Number(process.env.SYNC_RUNS ?? (process.env.CHATAPP_TEST_STACK === 'mysql' ? 20 : 40))
/** Ana has two devices, Ben and Chloé one each. */
const owners = [0, 0, 1, 2]

const sound: Parts = { createChatClient, stampAmendment }
const bus = new MemoryBus()
let server: TestServer
let rounds = 0

beforeAll(async () => {
  server = await startTestServer({ bus, env: { MESSAGES_TO_LOAD: '3' } })
})
afterAll(() => server[Symbol.asyncDispose]())

test('whatever the network does, at rest every device equals a fresh fetch', async () => {
  await fc.assert(equality(sound), { numRuns: runs, examples, interruptAfterTimeLimit: 240_000 })
  expect(server.unexpected).toEqual([])
}, 300_000)

const mutants: Mutant[] = [
  {
    name: 'version-rule',
    file: '/apply.ts',
    from: 'same.version >= message.version',
    to: 'false',
  },
  {
    name: 'kept-state',
    file: '/apply.ts',
    from: '  return messages === history.messages ? history : { ...history, messages }',
    to: `  const isHeld = history.held.some(({ first, last }) => first <= message.number && message.number <= last)
  return isHeld ? { ...history, messages } : history`,
  },
]

test.each(mutants)(
  'without the $name rule, some device stays wrong for ever',
  async (mutant: Mutant) => {
    const client = await loadMutant<typeof import('./index.ts')>(
      new URL('./index.ts', import.meta.url),
      mutant,
    )
    await expectRed({ ...sound, createChatClient: client.createChatClient })
  },
  120_000,
)

test('when an amendment does not stamp its conversation, some device stays wrong for ever', async () => {
  const broken = await loadMutant<typeof import('@chatapp/server/testing')>(stampsUrl, {
    name: 'same-seq-stamp',
    file: '/stamps.ts',
    from: '    .set({ seq })\n',
    to: "    .set((is) => ({ seq: is.ref('seq') }))\n",
  })
  await expectRed({ ...sound, stampAmendment: broken.stampAmendment })
}, 120_000)

async function expectRed(parts: Parts): Promise<void> {
  const found = await fc.check(equality(parts), { numRuns: runs, examples, endOnFailure: true })
  expect(found.failed).toBe(true)
  expect(String(found.errorInstance)).toContain('should be')
}

function equality(parts: Parts) {
  return fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), async (steps) => {
    const round = ++rounds
    const people = []
    for (const name of ['ana', 'ben', 'chloe']) people.push(await server.join(`${name}_${round}`))
    const world = new SyncWorld(server, bus, parts, people, owners)
    try {
      await world.run(steps)
      const difference = (await world.differenceAtRest()) ?? (await world.differenceAfterScrollingBack())
      if (difference !== null) throw new Error(difference)
    } finally {
      world.stop()
    }
  })
}

const device = fc.nat(owners.length - 1)
const person = fc.nat(2)
const peer = fc.nat(1)
const fate = fc.constantFrom('pass', 'hold', 'lose')
const step = <K extends Step['do']>(weight: number, does: K, rest: object) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(does), ...rest }) as unknown as fc.Arbitrary<Step>,
})
const anyStep = fc.oneof(
  step(6, 'send', { device, peer }),
  step(6, 'post', { from: person, to: person }),
  step(4, 'read', { device, peer, back: fc.nat(4) }),
  step(6, 'amend', { from: person, to: person, back: fc.nat(5), isDeleted: fc.boolean() }),
  step(2, 'rename', { person }),
  step(4, 'open', { device, peer }),
  step(2, 'older', { device, peer }),
  step(2, 'around', { device, peer, number: fc.nat(12) }),
  step(1, 'newer', { device, peer }),
  step(1, 'latest', { device, peer }),
  step(4, 'answers', { device, fate }),
  step(4, 'frames', { device, fate }),
  step(5, 'release', { device, order: fc.nat(1000) }),
  step(1, 'down', { device }),
  step(2, 'up', { device }),
  step(2, 'drop', { device }),
  step(2, 'beat', { device }),
  step(1, 'stop', { device }),
  step(2, 'start', { device }),
  step(6, 'settle', { ms: fc.nat(10) }),
)

/** Each is known to go wrong without one of the rules. */
const fiveFromBen: Step[] = Array.from({ length: 5 }, () => ({ do: 'post', from: 1, to: 0 }))
const examples: [Step[]][] = [
  // An older page is read, then one of its messages changes, then the page lands.
  [
    [
      { do: 'stop', device: 0 },
      ...fiveFromBen,
      { do: 'start', device: 0 },
      { do: 'served' },
      { do: 'answers', device: 0, fate: 'hold' },
      { do: 'older', device: 0, peer: 0 },
      { do: 'served' },
      { do: 'answers', device: 0, fate: 'pass' },
      { do: 'amend', from: 0, to: 1, back: 4, isDeleted: false },
      { do: 'served' },
      { do: 'release', device: 0, order: 0 },
      { do: 'served' },
    ],
  ],
  // The last message changes while a device is away.
  [
    [
      ...fiveFromBen,
      { do: 'served' },
      { do: 'stop', device: 0 },
      { do: 'amend', from: 0, to: 1, back: 0, isDeleted: false },
      { do: 'start', device: 0 },
      { do: 'served' },
    ],
  ],
]
