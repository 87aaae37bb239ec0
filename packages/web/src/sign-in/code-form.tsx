import { Button } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'

interface CodeFormProps {
  /** Signs in. */
  onCode(code: string): Promise<void>
  onBack(): void
}

const words = { unauthenticated: 'The password was changed meanwhile. Go back, and begin again.' }

/** The second step, of who has turned it on. */
export function CodeForm({ onCode, onBack }: CodeFormProps) {
  const { form, isBusy, summary, mistakeIn } = useForm(({ code = '' }) => onCode(code), words)
  return (
    <form {...form} className="grid gap-4">
      <CodeField mistake={mistakeIn('code')} />
      <FormEnd summary={summary} isBusy={isBusy} action="Sign in" />
      <Button onClick={onBack}>Back</Button>
    </form>
  )
}
