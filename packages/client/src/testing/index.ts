/** For tests of what is built on the client: a server in memory, and sockets that are driven by hand. */
export { handSockets } from './hand-socket.ts'
export { PretendServer } from './pretend-server.ts'
