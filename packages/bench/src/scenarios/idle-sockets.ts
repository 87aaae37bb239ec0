/** What a socket costs that only waits. */
import { fileURLToPath } from 'node:url'
import { LoadGenerator } from '../load/load-generator.ts'
import type { Figure, Scenario } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'
import { type MeasuredServer, startServer } from '../servers/measured-server.ts'
import type { MemoryUse } from '../servers/probe.ts'

const bareFile = fileURLToPath(new URL('../servers/bare-sockets.ts', import.meta.url))
const few = 2_000
const many = 8_000

export const idleSockets: Scenario = {
  title: 'Idle sockets',
  about:
    'Memory of the server process per waiting socket, each of another person: the slope between 2,000 and 8,000 sockets, after garbage collection; what the kernel keeps for a connection is not in it. Beside it, the same with nothing but ws.',
  async run(settings) {
    await using bare = await startServer({ file: bareFile })
    await using chatapp = await startInstance({
      people: many,
      seed: settings.seed,
      nodeOptions: settings.nodeOptions,
    })
    await using generator = new LoadGenerator()
    const slopeOf = async (name: string, server: MeasuredServer) => {
      await generator.aim(name, { port: server.port, people: chatapp.people })
      const memory: MemoryUse[] = []
      for (const count of [few, many]) {
        settings.say(`${name}, ${count} sockets`)
        await generator.idle(name, count)
        memory.push(await server.memory())
      }
      await generator.hangUp()
      return slopes(name, memory[0]!, memory[1]!)
    }
    return {
      rows: [],
      figures: [...(await slopeOf('ChatApp', chatapp.server)), ...(await slopeOf('bare ws', bare))],
    }
  },
}

function slopes(name: string, before: MemoryUse, after: MemoryUse): Figure[] {
  const perSocket = (of: keyof MemoryUse) => (after[of] - before[of]) / (many - few) / 1024
  const resident = { name: `${name}: resident`, value: perSocket('rssBytes'), unit: 'KiB per socket' }
  return [
    name === 'ChatApp' ? { ...resident, target: { most: 14 } } : resident,
    { name: `${name}: JavaScript heap`, value: perSocket('heapBytes'), unit: 'KiB per socket' },
    { name: `${name}: outside the heap`, value: perSocket('externalBytes'), unit: 'KiB per socket' },
  ]
}
