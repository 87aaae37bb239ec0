/**
 * The channel layer: a hint between the processes of one instance. What it loses is found by the next heartbeat.
 * One suite, `bus-suite.ts`, holds for every implementation.
 */
export interface Bus {
  /** Hands texts to all who listen on a channel, in every process. Never throws, never waits. */
  publish(channel: string, texts: readonly string[]): void
  /** Resolves once what is published from then on arrives; the answer ends the subscription. */
  subscribe(channel: string, listener: Listener): Promise<Unsubscribe>
  /**
   * Calls when bells may have been lost, here or in another process, and all are heard again: whoever asks for heads
   * then misses nothing.
   */
  onRestored(listener: () => void): void
  close(): Promise<void>
}

export type Listener = (texts: readonly string[]) => void
export type Unsubscribe = () => Promise<void>

export const personChannel = (userKey: number): string => `person:${userKey}`
/** IDs of sessions that have ended. */
export const endedSessions = 'ended-sessions'
/** Keys of people who were deleted. */
export const gonePeople = 'gone-people'
/** IDs of sessions whose person has another role now. */
export const changedSessions = 'changed-sessions'
/** Who is suspended from now on, and who no longer is: a key and a boolean, as JSON. */
export const suspensionChanges = 'suspensions'
/** A demo has begun or ended. */
export const demoChanged = 'demo-changed'
