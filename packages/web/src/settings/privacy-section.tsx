import { useId } from 'react'
import { useChat } from '../use-chat.ts'

/** Who else can read what one writes here. */
export function PrivacySection() {
  const mayRead = useChat(({ instance }) => instance?.adminMayRead ?? false)
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <h2 id={id} className="text-title">
        Privacy
      </h2>
      <p>
        {mayRead
          ? 'Administrators of this server can read messages. Each time is recorded.'
          : 'Administrators of this server cannot read messages. They see who writes with whom, and when.'}
      </p>
      <p className="text-secondary text-ink-2">
        Whoever owns the machine has what is stored on it: messages are not encrypted end to end.
      </p>
    </section>
  )
}
