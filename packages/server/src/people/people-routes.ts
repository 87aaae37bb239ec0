import type { Handlers } from '../http/route.ts'
import type { Storage } from '../storage/storage.ts'
import { getUser, listUsers } from './people-rules.ts'

export function peopleRoutes(storage: Storage): Handlers<'listUsers' | 'getUser'> {
  return {
    listUsers: (caller, { query }) => listUsers(storage, caller, query),
    getUser: (_, { params }) => getUser(storage, params.username),
  }
}
