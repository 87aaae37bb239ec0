import { limits } from '@chatapp/contract'
import { Field } from '../ui/field.tsx'
import { NewUsernameField } from '../ui/new-username-field.tsx'

/** What every new account needs, the first administrator's too. */
export function RegistrationFields({ mistakeIn }: { mistakeIn(field: string): string | undefined }) {
  return (
    <>
      <Field
        name="name"
        label="Your name"
        hint="As others see it."
        mistake={mistakeIn('name')}
        autoComplete="name"
        required
        dir="auto"
      />
      <NewUsernameField
        hint="Letters, digits and _, no spaces. Others find you by it; it never changes."
        mistake={mistakeIn('username')}
        autoComplete="username"
      />
      <Field
        name="email"
        label="E-mail"
        hint="Only you and the administrators see it."
        mistake={mistakeIn('email')}
        type="email"
        autoComplete="email"
        required
      />
      <Field
        name="password"
        label="Password"
        hint={`At least ${limits.passwordMin} characters.`}
        mistake={mistakeIn('password')}
        type="password"
        autoComplete="new-password"
        minLength={limits.passwordMin}
        required
      />
    </>
  )
}

export function registrationOf({
  name = '',
  username = '',
  email = '',
  password = '',
}: Record<string, string>) {
  return { name, username: username.trim(), email: email.trim(), password }
}
