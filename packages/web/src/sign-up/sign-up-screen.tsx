import { ApiError } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useLinkToken } from '../ui/link-token.ts'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'
import { RegistrationFields, registrationOf } from './registration-fields.tsx'

const usedUp = 'This invitation is used up or too old. Ask whoever sent it for a new one.'

export function SignUpScreen() {
  const policy = useChat(({ instance }) => instance?.signUp ?? 'open')
  const invitation = useLinkToken()
  const isInvalid = useIsInvalid(policy === 'invite' ? invitation : '')
  return (
    <EntryPage title="Make an account">
      {policy === 'closed' ? (
        <p>This server takes no new accounts by itself. Ask its administrator for one.</p>
      ) : policy === 'invite' && invitation === '' ? (
        <p>You need an invitation here: a link, from whoever runs this server.</p>
      ) : isInvalid ? (
        <p role="alert">{usedUp}</p>
      ) : (
        <SignUpForm invitation={policy === 'invite' ? invitation : null} />
      )}
      <p>
        You have an account?{' '}
        <Link href="/sign-in" className="link">
          Sign in
        </Link>
      </p>
    </EntryPage>
  )
}

function SignUpForm({ invitation }: { invitation: string | null }) {
  const words = {
    forbidden: invitation === null ? 'This server has just stopped taking new accounts by itself.' : usedUp,
  }
  const { form, isBusy, summary, mistakeIn } = useForm(
    (values) => client.signUp({ ...registrationOf(values), ...(invitation !== null && { invitation }) }),
    words,
  )
  return (
    <form {...form} className="grid gap-4">
      <RegistrationFields mistakeIn={mistakeIn} />
      <FormEnd summary={summary} isBusy={isBusy} action="Make the account" />
    </form>
  )
}

/** Whether the server is known to refuse an invitation, before somebody fills in all the rest. */
function useIsInvalid(invitation: string): boolean {
  const [invalid, setInvalid] = useState<string | null>(null)
  useEffect(() => {
    if (invitation === '') return
    client.checkInvitation(invitation).catch((error) => {
      if (error instanceof ApiError && error.code === 'forbidden') setInvalid(invitation)
    })
  }, [invitation])
  return invitation !== '' && invalid === invitation
}
