export { MemoryBus } from '../bus/memory-bus.ts'
export { stampAmendment } from '../storage/stamps.ts'
export { type AddedSession, addSessions } from './add-sessions.ts'
export { amendMessage } from './amend-message.ts'
export { type CastName, cast, castPassword } from './cast.ts'
export { type ServingProcess, serveChatapp } from './chatapp-process.ts'
export { mistakesIn } from './mistakes-in.ts'
export { readHistory } from './read-all.ts'
export { type SeededTalk, seedTalks } from './seed-talks.ts'
export { type Attempt, violations } from './send-history.ts'
export { hasProgram, testRedisUrl } from './services.ts'
export { dropDatabases, hasSecondStack, makeDatabase, mysqlUrl } from './stack.ts'
export { startTestServer, type TestServer, type TestServerOptions } from './start-test-server.ts'
export { type Answer, TestPerson } from './test-person.ts'
export { TestSocket } from './test-socket.ts'
export { openWriteAlone, type WriteAlone } from './write-alone.ts'

/** For a test that puts a fault into it. */
export const stampsUrl = new URL('../storage/stamps.ts', import.meta.url)
