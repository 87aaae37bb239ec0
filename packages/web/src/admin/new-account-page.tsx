import type { OneTimeLink } from '@chatapp/contract'
import { useState } from 'react'
import { Link } from 'wouter'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { NewUsernameField } from '../ui/new-username-field.tsx'
import { useForm } from '../ui/use-form.ts'
import { client } from '../use-chat.ts'
import { LinkToGive } from './link-to-give.tsx'

/** An account for somebody else, who sets its password by a link. */
export function NewAccountPage() {
  const [made, setMade] = useState<(OneTimeLink & { username: string }) | null>(null)
  if (made === null) return <NewAccountForm onMade={setMade} />
  return (
    <section className="grid justify-items-start gap-4">
      <h2 className="text-title">@{made.username} has an account</h2>
      <LinkToGive {...made} purpose="sets its first password, once," />
      <Link href={`/admin/people/${made.username}`} className="link">
        To the account
      </Link>
    </section>
  )
}

function NewAccountForm({ onMade }: { onMade(made: OneTimeLink & { username: string }): void }) {
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ name = '', username = '', email = '' }) => {
    const input = { name, username: username.trim(), email: email.trim() }
    const { account, link, expiresAt } = await client.admin.createAccount(input)
    onMade({ link, expiresAt, username: account.username })
  })
  return (
    <section className="grid gap-4">
      <h2 className="text-title">New account</h2>
      <form {...form} className="grid max-w-100 gap-4">
        <Field name="name" label="Name" mistake={mistakeIn('name')} autoComplete="off" required dir="auto" />
        <NewUsernameField
          hint="Letters, digits and _, no spaces. It never changes."
          mistake={mistakeIn('username')}
          autoComplete="off"
        />
        <Field
          name="email"
          label="E-mail"
          mistake={mistakeIn('email')}
          type="email"
          autoComplete="off"
          required
        />
        <FormEnd summary={summary} isBusy={isBusy} action="Make the account" />
      </form>
    </section>
  )
}
