import { useEffect, useId, useRef, useState } from 'react'
import { useChat, useClient } from '../use-chat.ts'
import { Button } from './button.tsx'
import { CodeField } from './code-field.tsx'
import { Field } from './field.tsx'
import { FormEnd } from './form-end.tsx'
import { useForm } from './use-form.ts'
import { isRefused } from './words.ts'

/** Asks for the password again, and for a code of who has a second step. Escape is a no, and the focus goes back to where it was. */
export function ConfirmDialog({ onEnd }: { onEnd(isConfirmed: boolean): void }) {
  const client = useClient()
  const username = useChat(({ me }) => me?.username ?? '')
  const dialog = useRef<HTMLDialogElement>(null)
  const isConfirmed = useRef(false)
  const id = useId()
  // Before the form takes the focus: the browser remembers where it comes from.
  useEffect(() => dialog.current?.showModal(), [])
  const [needsCode, setNeedsCode] = useState(false)
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ password = '', code }) => {
    try {
      await client.confirmIdentity({ password, ...(code !== undefined && { code }) })
    } catch (error) {
      if (!isRefused(error, 'second_factor_required')) throw error
      return setNeedsCode(true)
    }
    isConfirmed.current = true
    dialog.current?.close()
  })
  useEffect(() => {
    if (needsCode) dialog.current?.querySelector<HTMLInputElement>('[name=code]')?.focus()
  }, [needsCode])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      aria-describedby={`${id}-why`}
      onClose={() => onEnd(isConfirmed.current)}
      className="m-auto w-100 max-w-[calc(100vw-2rem)] rounded-card border border-hairline bg-raised p-6 text-ink shadow-raised backdrop:bg-[rgb(0_0_0/50%)] open:animate-fade"
    >
      <form {...form} className="grid gap-4">
        <h2 id={id} className="text-title">
          Is it you?
        </h2>
        <p id={`${id}-why`}>You signed in a while ago. For this, give your password again.</p>
        <Field
          name="password"
          label="Your password"
          mistake={mistakeIn('password')}
          type="password"
          autoComplete="current-password"
          required
        />
        {needsCode && <CodeField mistake={mistakeIn('code')} />}
        {/* So that password managers know whose it is. */}
        <input className="hidden" name="username" autoComplete="username" value={username} readOnly />
        <FormEnd summary={summary} isBusy={isBusy} action="Go on" />
        <Button onClick={() => dialog.current?.close()}>Cancel</Button>
      </form>
    </dialog>
  )
}
