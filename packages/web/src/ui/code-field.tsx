import { useState } from 'react'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

/** A code of the app; who lost their phone gives a recovery code, for which the keys need letters. */
export function CodeField({ mistake }: { mistake: string | undefined }) {
  const [isRecovery, setRecovery] = useState(false)
  return (
    <div className="grid justify-items-start gap-2">
      <div className="w-full">
        {isRecovery ? (
          <Field
            key="recovery"
            name="code"
            label="Recovery code"
            hint="One of those that you kept when you turned this on. Each works once."
            mistake={mistake}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            maxLength={64}
            required
          />
        ) : (
          <AppCodeField key="app" mistake={mistake} />
        )}
      </div>
      <Button kind="quiet" className="-ms-4" onClick={() => setRecovery(!isRecovery)}>
        {isRecovery ? 'Use the app instead' : 'Use a recovery code instead'}
      </Button>
    </div>
  )
}

export const AppCodeField = ({ mistake }: { mistake: string | undefined }) => (
  <Field
    name="code"
    label="Code"
    hint="The six digits that your authenticator app shows now."
    mistake={mistake}
    inputMode="numeric"
    autoComplete="one-time-code"
    dir="ltr"
    maxLength={64}
    required
  />
)
