import type { SessionState } from '@chatapp/contract'
import { client } from '../use-chat.ts'
import { useLookUp } from './use-look-up.ts'

export const deviceName = ({ device }: SessionState): string => device ?? 'Unknown device'

const words = { not_found: 'That session has ended already.' }

/** Where one is signed in, looked up again after every change. */
export function useSessions() {
  const {
    known: sessions,
    change,
    ...lookUp
  } = useLookUp<SessionState[], HTMLUListElement>(client.listSessions, words)
  return {
    ...lookUp,
    /** Null until they are known. */
    sessions,
    end: (session: SessionState) =>
      change(() => client.endSession(session.id), `${deviceName(session)} is signed out.`),
    endOthers: () => change(client.endOtherSessions, 'You are signed out everywhere else.'),
  }
}
