import { Button } from '../ui/button.tsx'
import { AppCodeField } from '../ui/code-field.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { useForm } from '../ui/use-form.ts'

interface TwoStepEnrolmentProps {
  secret: string
  uri: string
  onCode(code: string): Promise<void>
  onCancel(): void
}

const words = { revision_conflict: 'It was turned on or off meanwhile, on another device. Begin again.' }

/** The secret goes into the app, a code of the app comes back. Nothing has changed before it does. */
export function TwoStepEnrolment({ secret, uri, onCode, onCancel }: TwoStepEnrolmentProps) {
  const { form, isBusy, summary, mistakeIn } = useForm(({ code = '' }) => onCode(code), words)
  return (
    <form {...form} className="mx-auto grid w-full max-w-100 gap-4 px-4 py-6">
      <p>
        1. Scan this with an authenticator app on your phone. Any of them will do, and password managers have
        one, too.
      </p>
      <QrCode text={uri} label="QR code for your authenticator app" />
      <div className="grid justify-items-start gap-2">
        <p className="text-secondary text-ink-2">Or type this key into it:</p>
        <code className="font-[ui-monospace,monospace] select-all" dir="ltr">
          {secret.replace(/.{4}(?=.)/g, '$& ')}
        </code>
        <CopyButton text={secret} label="Copy the key" />
      </div>
      <p>2. Give the code that the app shows.</p>
      <AppCodeField mistake={mistakeIn('code')} />
      <FormEnd summary={summary} isBusy={isBusy} action="Turn on" />
      <Button onClick={onCancel}>Cancel</Button>
    </form>
  )
}
