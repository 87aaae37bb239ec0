import type { TestSocket } from './test-socket.ts'

/** Frames are heard in order: an answered ping means that all before it was read. */
export async function answersPing(socket: TestSocket): Promise<void> {
  const answered = new Promise((resolve) => socket.ws.once('pong', resolve))
  socket.ws.ping()
  const ended = await Promise.race([answered, socket.closed])
  if (typeof ended === 'number') throw new Error(`closed with ${ended}`)
}
