import { useEffect, useId, useRef, useState } from 'react'
import { useChat, useClient } from '../use-chat.ts'
import { Button } from './button.tsx'
import { CodeField } from './code-field.tsx'
import { Field } from './field.tsx'
import { FormEnd } from './form-end.tsx'
import { Modal } from './modal.tsx'
import { useForm } from './use-form.ts'
import { isRefused } from './words.ts'

/** Asks for the password again, and for a code of who has a second step. Escape is a no. */
export function ConfirmDialog({ onEnd }: { onEnd(isConfirmed: boolean): void }) {
  const isConfirmed = useRef(false)
  const id = useId()
  return (
    <Modal
      labelledBy={id}
      describedBy={`${id}-why`}
      className="w-100 p-6"
      onClose={() => onEnd(isConfirmed.current)}
    >
      {(close) => (
        <ConfirmForm
          id={id}
          onConfirmed={() => {
            isConfirmed.current = true
            close()
          }}
          onCancel={close}
        />
      )}
    </Modal>
  )
}

interface ConfirmFormProps {
  id: string
  onConfirmed(): void
  onCancel(): void
}

function ConfirmForm({ id, onConfirmed, onCancel }: ConfirmFormProps) {
  const client = useClient()
  const username = useChat(({ me }) => me?.username ?? '')
  const [needsCode, setNeedsCode] = useState(false)
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ password = '', code }) => {
    try {
      await client.confirmIdentity({ password, ...(code !== undefined && { code }) })
    } catch (error) {
      if (!isRefused(error, 'second_factor_required')) throw error
      return setNeedsCode(true)
    }
    onConfirmed()
  })
  useEffect(() => {
    if (needsCode) form.ref.current?.querySelector<HTMLInputElement>('[name=code]')?.focus()
  }, [needsCode, form.ref])
  return (
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
      <Button onClick={onCancel}>Cancel</Button>
    </form>
  )
}
