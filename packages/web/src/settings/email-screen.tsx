import { CircleCheck } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Link } from 'wouter'
import { BackLink } from '../ui/back-link.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { useForm } from '../ui/use-form.ts'
import { useTitle } from '../ui/use-title.ts'
import { client, useChat } from '../use-chat.ts'

export function EmailScreen() {
  useTitle('Change address')
  const [isAsked, setAsked] = useState(false)
  const titleId = useId()
  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        <BackLink to="/settings" name="Back to settings" />
        <h1 id={titleId} className="text-title">
          Change address
        </h1>
      </PaneHeader>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain">
        {isAsked ? <Asked /> : <EmailForm onAsked={() => setAsked(true)} />}
      </div>
    </Pane>
  )
}

function EmailForm({ onAsked }: { onAsked(): void }) {
  const me = useChat((snapshot) => snapshot.me)
  const sendsMail = useChat(({ instance }) => instance?.mailsResets ?? false)
  const { confirmed, dialog } = useConfirmed()
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ email = '' }) => {
    const done = await confirmed(() => client.changeEmail(email.trim()).then(() => true))
    if (done) onAsked()
  })
  return (
    <>
      <form {...form} className="mx-auto grid w-full max-w-100 gap-4 px-4 py-6">
        <Field
          name="email"
          label="E-mail"
          hint={
            sendsMail ? 'We send a link there; the address is yours once you open it.' : 'Only you see it.'
          }
          mistake={mistakeIn('email')}
          type="email"
          autoComplete="email"
          defaultValue={me?.pendingEmail ?? me?.email ?? ''}
          required
        />
        <FormEnd summary={summary} isBusy={isBusy} action={sendsMail ? 'Send the mail' : 'Change address'} />
      </form>
      {dialog}
    </>
  )
}

function Asked() {
  const pending = useChat(({ me }) => me?.pendingEmail ?? null)
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => link.current?.focus(), [])
  return (
    <div role="status" className="m-auto">
      <Notice
        icon={CircleCheck}
        title={pending === null ? 'Your address is changed.' : 'A mail is on its way.'}
      >
        {pending !== null && <p>Open the link in it, within a day, to confirm {pending}.</p>}
        <Link ref={link} href="/settings" className="button">
          Back to settings
        </Link>
      </Notice>
    </div>
  )
}
