import { useState } from 'react'
import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useLinkToken } from '../ui/link-token.ts'
import { useForm } from '../ui/use-form.ts'
import { client } from '../use-chat.ts'

const words = {
  forbidden: 'This link is used up or too old. Ask for a new one in the settings.',
  validation_failed: 'Another account has this address by now.',
}

/** An address, confirmed by the link in a mail to it. A press of a button, since programs open links as well. */
export function ConfirmEmailScreen() {
  const token = useLinkToken()
  const [isDone, setDone] = useState(false)
  const toApp = (
    <Link href="/" className="button" data-kind={isDone ? 'primary' : undefined}>
      Go to ChatApp
    </Link>
  )
  if (isDone)
    return (
      <EntryPage title="Your address is confirmed">
        <p role="status">You can sign in with it, and get a link to it when you forget your password.</p>
        {toApp}
      </EntryPage>
    )
  return (
    <EntryPage title="Confirm your address">
      {token === '' ? (
        <p>This page needs the whole link that stands in the mail. Open it again.</p>
      ) : (
        <ConfirmForm token={token} onDone={() => setDone(true)} />
      )}
      {toApp}
    </EntryPage>
  )
}

function ConfirmForm({ token, onDone }: { token: string; onDone(): void }) {
  const { form, isBusy, summary } = useForm(async () => {
    await client.confirmEmail(token)
    onDone()
  }, words)
  return (
    <form {...form} className="grid gap-4">
      <FormEnd summary={summary} isBusy={isBusy} action="Confirm this address" />
    </form>
  )
}
