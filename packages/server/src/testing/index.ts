export { type CastName, cast, castPassword } from './cast.ts'
export { startTestServer, type TestServer, type TestServerOptions } from './start-test-server.ts'
export { type Answer, TestPerson } from './test-person.ts'
export { TestSocket } from './test-socket.ts'
