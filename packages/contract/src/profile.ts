import { Type } from 'typebox'
import { Me } from './accounts.ts'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { Input, Text } from './schema.ts'

export const profileOperations = {
  updateProfile: {
    summary: 'Change the name or what one says of oneself. What is left out stays as it is.',
    caller: 'person',
    body: Input({
      name: Type.Optional(Text({ minLength: 1, maxLength: limits.nameMax })),
      bio: Type.Optional(Text({ maxLength: limits.bioMax })),
    }),
    replies: { 200: Me },
    errors: [],
    limits: ['writes', 'profile'],
  },
  setAvatar: {
    summary:
      'Set the picture: the body is the file. Its middle is kept, as a square of 256 pixels, and nothing else that stood in it.',
    caller: 'person',
    upload: {
      mediaTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
      maxBytes: limits.avatarBytes,
    },
    replies: { 200: Me },
    errors: [],
    limits: ['writes', 'profile'],
  },
  removeAvatar: {
    summary: 'Have no picture.',
    caller: 'person',
    replies: { 200: Me },
    errors: ['bad_request', 'payload_too_large', 'unsupported_media_type', 'forbidden'],
    limits: ['writes', 'profile'],
  },
  getAvatar: {
    summary: "Somebody's picture, as long as it is theirs. It never changes, so it may be kept.",
    caller: 'person',
    params: Input({ id: Text({ pattern: '^[A-Za-z0-9_-]{22}$' }) }),
    replies: { 200: { mediaTypes: ['image/webp'] } },
    errors: ['not_found'],
    limits: ['avatars'],
  },
} as const satisfies Record<string, Operation>
