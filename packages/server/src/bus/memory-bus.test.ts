import { busSuite } from './bus-suite.ts'
import { MemoryBus } from './memory-bus.ts'

busSuite('memory', async (log, count) => {
  const bus = new MemoryBus(log)
  return Array.from({ length: count }, () => bus)
})
