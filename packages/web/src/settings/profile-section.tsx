import { UserRoundPen } from 'lucide-react'
import { useId } from 'react'
import { Link } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { useChat } from '../use-chat.ts'

/** How others see one, and the way to change it. */
export function ProfileSection() {
  const me = useChat((snapshot) => snapshot.me)
  const id = useId()
  if (!me) return null
  return (
    <section aria-labelledby={id} className="grid justify-items-start gap-3">
      <h2 id={id} className="text-title">
        Profile
      </h2>
      <div className="flex max-w-full items-center gap-3">
        <Avatar person={me} />
        <p className="grid min-w-0 justify-items-start">
          <span className="max-w-full truncate font-semibold" dir="auto">
            {me.name}
          </span>
          <span className="max-w-full truncate text-secondary text-ink-2">@{me.username}</span>
        </p>
      </div>
      <Link href="/settings/profile" className="button">
        <UserRoundPen className="size-4" />
        Edit profile
      </Link>
    </section>
  )
}
