import { limits } from '@chatapp/contract'
import { useEffect, useId, useRef, useState } from 'react'
import { Link } from 'wouter'
import { CopyButton } from '../ui/copy-button.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { useForm } from '../ui/use-form.ts'
import { client } from '../use-chat.ts'
import { SettingsPage } from './settings-page.tsx'

/** What it is for and how long it is good; then the token itself, once. */
export function NewTokenScreen() {
  const [made, setMade] = useState<Made | null>(null)
  return (
    <SettingsPage title="A token for a program">
      {made ? <NewToken {...made} /> : <TokenForm onMade={setMade} />}
    </SettingsPage>
  )
}

interface Made {
  name: string
  token: string
}

const words = { forbidden: 'You have as many tokens as there may be. Revoke one first.' }

/** Days, as the form has them. */
const ends = { '30': 30, '90': 90, '365': 365, never: null } as const

function TokenForm({ onMade }: { onMade(made: Made): void }) {
  const { confirmed, dialog } = useConfirmed()
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ name = '', days }) => {
    const input = { name, days: ends[days as keyof typeof ends] }
    const made = await confirmed(() => client.createToken(input))
    if (made) onMade(made)
  }, words)
  const id = useId()
  return (
    <>
      <form {...form} className="mx-auto grid w-full max-w-100 gap-4 px-4 py-6">
        <Field
          name="name"
          label="What it is for"
          hint="Such as “Backup of the office”. You tell your programs apart by it."
          mistake={mistakeIn('name')}
          maxLength={limits.tokenNameMax}
          autoComplete="off"
          dir="auto"
          required
        />
        <div className="grid gap-1">
          <label htmlFor={id} className="font-semibold">
            How long it is good
          </label>
          <select id={id} name="days" className="input" defaultValue="90">
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">A year</option>
            <option value="never">Until I revoke it</option>
          </select>
        </div>
        <FormEnd summary={summary} isBusy={isBusy} action="Make the token" />
      </form>
      {dialog}
    </>
  )
}

/** Shown once: nobody can ask for it again. */
function NewToken({ name, token }: Made) {
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="mx-auto grid w-full max-w-150 gap-4 px-4 py-6">
      <h2 ref={heading} tabIndex={-1} className="text-title wrap-anywhere">
        The token of <bdi>{name}</bdi>
      </h2>
      <p id={`${id}-warning`}>
        It is shown only now. Whoever has it reads and writes as you do: give it to your program, and to
        nobody else.
      </p>
      <div className="grid gap-1">
        <label htmlFor={id} className="font-semibold">
          Token
        </label>
        <input
          id={id}
          className="input font-[ui-monospace,monospace]"
          dir="ltr"
          readOnly
          value={token}
          aria-describedby={`${id}-warning`}
          onFocus={(event) => event.target.select()}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={token} label="Copy" />
        <Link href="/settings" className="button">
          I have kept it
        </Link>
      </div>
    </div>
  )
}
