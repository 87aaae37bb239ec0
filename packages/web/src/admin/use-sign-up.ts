// Who may make an account, and the invitations that are good.
import type { Invitation, OneTimeLink, SignUp, SignUpPolicy } from '@chatapp/contract'
import { useEffect, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

const words = { forbidden: 'SIGN_UP in the server’s settings decides.', not_found: 'It is gone already.' }

export function useSignUp() {
  const [signUp, setSignUp] = useState<SignUp | null>(null)
  const [invitations, setInvitations] = useState<Invitation[]>([])
  const [mistake, setMistake] = useState<string | null>(null)
  const { admin } = client

  async function run(change: () => Promise<unknown>, said?: string): Promise<void> {
    setMistake(null)
    try {
      await change()
      if (said) announce(said)
    } catch (error) {
      setMistake(wordsFor(error, words))
    }
  }
  const look = () =>
    run(async () => {
      const [signUp, invitations] = await Promise.all([admin.getSignUp(), admin.listInvitations()])
      setSignUp(signUp)
      setInvitations(invitations)
    })

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the tab opens
  useEffect(() => void look(), [])

  return {
    /** Null until it is known. */
    signUp,
    invitations,
    mistake,
    look,
    choose(policy: SignUpPolicy, said: string): void {
      const before = signUp
      // A choice shows at once; what the server refuses goes back.
      setSignUp({ policy, isFixed: false })
      void run(
        () =>
          admin.chooseSignUp(policy).then(setSignUp, (error) => {
            setSignUp(before)
            throw error
          }),
        said,
      )
    },
    /** @throws what the server refused. */
    invite: async (uses: number, days: number): Promise<OneTimeLink> => {
      const link = await admin.createInvitation({ uses, days })
      await look()
      return link
    },
    revoke: (id: string) =>
      void run(async () => {
        await admin.revokeInvitation(id)
        setInvitations((before) => before.filter((invitation) => invitation.id !== id))
      }, 'The invitation is taken back.'),
  }
}
