import { type Handlers, Reply } from '../http/route.ts'
import { avatarHeaders } from '../http/security-headers.ts'
import { getUser, listUsers } from './people-rules.ts'
import { type ProfileDeps, readAvatar, removeAvatar, setAvatar, updateProfile } from './profile-rules.ts'

type PeopleOperation = 'listUsers' | 'getUser' | 'updateProfile' | 'setAvatar' | 'removeAvatar' | 'getAvatar'

export function peopleRoutes(deps: ProfileDeps): Handlers<PeopleOperation> {
  const { storage } = deps
  return {
    listUsers: (caller, { query }) => listUsers(storage, caller, query),
    getUser: (_, { params }) => getUser(storage, params.username),
    updateProfile: async (caller, { body }) => updateProfile(deps, caller, body),
    setAvatar: (caller, { body }) => setAvatar(deps, caller, body),
    removeAvatar: (caller) => removeAvatar(deps, caller),
    getAvatar: async (_, { params }) => new Reply(200, await readAvatar(deps, params.id), avatarHeaders),
  }
}
