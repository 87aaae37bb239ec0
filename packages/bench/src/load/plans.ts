/** What a load generator can be asked to do. People are given by their place in the list of people. */
import type { BenchPerson } from './people.ts'

export interface Target {
  port: number
  /** Where sockets are opened, when elsewhere. */
  socketPort?: number
  people: BenchPerson[]
}

export type Plan =
  /** Fixed pairs (2i, 2i + 1); with more connections than pairs the second ones of a pair answer. */
  | { kind: 'pairs'; connections: number; pairs: number; withSockets: boolean }
  /** Anyone to anyone. */
  | { kind: 'strangers'; connections: number; seed: number }
  /** A message is done when the sender has the 201, both have heard the bell, and the receiver holds the body. */
  | { kind: 'whole'; pairs: number; perSecond: number | null }
  /** A message is done when the receiver has heard the bell. */
  | { kind: 'bells'; pairs: number; perSecond: number }
  /** Each connection asks for its person's paths in turn. */
  | { kind: 'reads'; connections: { person: number; paths: string[] }[] }
  /** From each of some people one message to each of others, `rounds` times; ends by itself. */
  | { kind: 'fill'; from: [first: number, count: number]; to: [first: number, count: number]; rounds: number }

/** What one window of measuring gave. */
export interface Window {
  seconds: number
  count: number
  /** Answers other than the expected one. */
  refused: number
  p50: number
  p95: number
  p99: number
  max: number
  /** Bells heard per message, when sockets are open. */
  bellsPerMessage: number
  /** Processors that the load generator itself kept busy. */
  generatorUse: number
}
