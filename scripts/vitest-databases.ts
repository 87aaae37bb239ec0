import { randomBytes } from 'node:crypto'
import { dropDatabases } from '../packages/server/src/testing/stack.ts'

/** Every database of a run has its name begin alike, and is gone when the run is. */
export default function setUp(): () => Promise<void> {
  process.env.CHATAPP_TEST_RUN = `chatapp_test_${randomBytes(4).toString('hex')}`
  return dropDatabases
}
