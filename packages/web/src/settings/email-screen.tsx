import { useState } from 'react'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'
import { SettingsDone, SettingsPage } from './settings-page.tsx'

export function EmailScreen() {
  const [isAsked, setAsked] = useState(false)
  return (
    <SettingsPage title="Change address">
      {isAsked ? <Asked /> : <EmailForm onAsked={() => setAsked(true)} />}
    </SettingsPage>
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
  if (pending === null) return <SettingsDone title="Your address is changed." />
  return (
    <SettingsDone title="A mail is on its way.">
      <p>Open the link in it, within a day, to confirm {pending}.</p>
    </SettingsDone>
  )
}
