import { useState } from 'react'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'
import { SettingsDone, SettingsPage } from './settings-page.tsx'

export function PasswordScreen() {
  const [isChanged, setChanged] = useState(false)
  return (
    <SettingsPage title="Change password">
      {isChanged ? (
        <SettingsDone title="Your password is changed.">
          <p>You are signed out everywhere else.</p>
        </SettingsDone>
      ) : (
        <PasswordForm onChanged={() => setChanged(true)} />
      )}
    </SettingsPage>
  )
}

function PasswordForm({ onChanged }: { onChanged(): void }) {
  const username = useChat(({ me }) => me?.username ?? '')
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ currentPassword = '', password = '' }) => {
    await client.changePassword({ currentPassword, password })
    onChanged()
  })
  return (
    <form {...form} className="mx-auto grid w-full max-w-100 gap-4 px-4 py-6">
      <Field
        name="currentPassword"
        label="Current password"
        mistake={mistakeIn('currentPassword')}
        type="password"
        autoComplete="current-password"
        required
      />
      <Field
        name="password"
        label="New password"
        hint="At least 8 characters. You will be signed out everywhere else."
        mistake={mistakeIn('password')}
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
      />
      {/* So that password managers know whose it is. */}
      <input className="hidden" name="username" autoComplete="username" value={username} readOnly />
      <FormEnd summary={summary} isBusy={isBusy} action="Change password" />
    </form>
  )
}
