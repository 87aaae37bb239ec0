import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { AvatarUrl, Bio, Input, Page, PageQuery, Text, Username, UsernameInput } from './schema.ts'

export const User = Type.Object({
  username: Username,
  name: Type.String(),
  avatarUrl: AvatarUrl,
  deleted: Type.Optional(
    Type.Literal(true, {
      description: 'There is no such account any more: nobody reads what is written here.',
    }),
  ),
})
export type User = Static<typeof User>

/** All that is shown of a person where one looks at them alone. */
export const Profile = Type.Object({ ...User.properties, bio: Bio })
export type Profile = Static<typeof Profile>

export const peopleOperations = {
  listUsers: {
    summary:
      'The directory: everyone but the caller by name, or those whose username or name begins with `q`.',
    caller: 'person',
    query: Input({ q: Type.Optional(Text({ maxLength: limits.searchMax })), ...PageQuery }),
    replies: { 200: Page(User) },
    errors: [],
    limits: ['reads', 'peopleSearch'],
  },
  getUser: {
    summary: 'One person.',
    caller: 'person',
    params: Input({ username: UsernameInput }),
    replies: { 200: Profile },
    errors: ['not_found'],
    limits: ['reads'],
  },
} as const satisfies Record<string, Operation>
