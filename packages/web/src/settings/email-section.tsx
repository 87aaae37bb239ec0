import { Mail } from 'lucide-react'
import { useId } from 'react'
import { Link } from 'wouter'
import { useChat } from '../use-chat.ts'

/** One's address, and whether it is confirmed. */
export function EmailSection() {
  const me = useChat((snapshot) => snapshot.me)
  const id = useId()
  if (!me) return null
  return (
    <section aria-labelledby={id} className="grid justify-items-start gap-3">
      <h2 id={id} className="text-title">
        E-mail
      </h2>
      <div className="grid max-w-full gap-1">
        {me.email !== null && <p className="max-w-full break-words">{me.email}</p>}
        {me.pendingEmail !== null && (
          <p className="max-w-full break-words text-secondary text-ink-2">
            {me.pendingEmail} is not confirmed yet: open the link in the mail that we sent there.
          </p>
        )}
        {me.email === null && me.pendingEmail === null && <p className="text-secondary text-ink-2">None.</p>}
      </div>
      <Link href="/settings/email" className="button">
        <Mail className="size-4" />
        {me.pendingEmail === null ? 'Change address' : 'Change, or send again'}
      </Link>
    </section>
  )
}
