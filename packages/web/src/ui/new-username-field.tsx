import { limits } from '@chatapp/contract'
import { Field } from './field.tsx'

interface Props {
  hint: string
  mistake: string | undefined
  /** `off` when it is for somebody else. */
  autoComplete: 'username' | 'off'
}

/** For a username that is about to be made. */
export function NewUsernameField(props: Props) {
  return (
    <Field
      {...props}
      name="username"
      label="Username"
      autoCapitalize="none"
      spellCheck={false}
      pattern={`[A-Za-z0-9_]{${limits.usernameMin},${limits.usernameMax}}`}
      required
    />
  )
}
