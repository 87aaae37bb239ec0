import { limits, type Me } from '@chatapp/contract'
import { useState } from 'react'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { TextBox } from '../ui/text-box.tsx'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'
import { PictureEditor } from './picture-editor.tsx'
import { SettingsPage } from './settings-page.tsx'

/** What others see of one: picture, name, and a few lines. */
export function ProfileScreen() {
  const me = useChat((snapshot) => snapshot.me)
  if (!me) return null
  return (
    <SettingsPage title="Profile">
      <div className="mx-auto grid w-full max-w-100 gap-8 px-4 py-6">
        <PictureEditor me={me} />
        <ProfileForm me={me} />
      </div>
    </SettingsPage>
  )
}

function ProfileForm({ me }: { me: Me }) {
  const [isSaved, setSaved] = useState(false)
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ name = '', bio = '' }) => {
    setSaved(false)
    await client.updateProfile({ name, bio })
    setSaved(true)
  })
  return (
    <form {...form} className="grid gap-4" onChange={() => setSaved(false)}>
      <Field
        name="name"
        label="Your name"
        hint="As others see it."
        mistake={mistakeIn('name')}
        autoComplete="name"
        defaultValue={me.name}
        required
        dir="auto"
      />
      <TextBox
        name="bio"
        label="About you"
        hint={`A few words, on ${limits.bioLinesMax} lines at most. Everybody here can read them.`}
        mistake={mistakeIn('bio')}
        defaultValue={me.bio}
        longest={limits.bioMax}
      />
      <FormEnd summary={summary} isBusy={isBusy} action="Save" />
      <p role="status" className="text-secondary text-ok empty:hidden">
        {isSaved && 'Your profile is saved.'}
      </p>
    </form>
  )
}
