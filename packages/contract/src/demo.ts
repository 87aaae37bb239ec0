import { Type } from 'typebox'
import type { Operation } from './operation.ts'
import { User } from './people.ts'

const People = Type.Object({ people: Type.Tuple([User, User]) })

export const demoOperations = {
  startDemo: {
    summary:
      'Begin a demo, or go on with it: Ada and Bob, each signed in under a path of their own (`/demo/ada`, `/demo/bob`).',
    caller: 'anyone',
    replies: { 200: People, 201: People },
    errors: ['bad_request', 'payload_too_large', 'unsupported_media_type', 'forbidden'],
    limits: ['demo'],
  },
  endDemo: {
    summary: 'End the demo, if there is one: Ada, Bob and all that they wrote are gone.',
    caller: 'anyone',
    replies: { 204: null },
    errors: ['bad_request', 'payload_too_large', 'unsupported_media_type', 'forbidden'],
    limits: ['demo'],
  },
} as const satisfies Record<string, Operation>
