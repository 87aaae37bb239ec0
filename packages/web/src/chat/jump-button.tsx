import { ChevronDown } from 'lucide-react'

interface JumpButtonProps {
  unread: number
  isLoading: boolean
  onJump(): void
}

/** Back to the newest message, with the count of those that were not read. */
export function JumpButton({ unread, isLoading, onJump }: JumpButtonProps) {
  const count = unread > 99 ? '99+' : String(unread)
  const label = unread > 0 ? `To the newest message, ${count} unread` : 'To the newest message'
  return (
    <button
      type="button"
      aria-label={label}
      title="To the newest message"
      aria-busy={isLoading}
      className="absolute end-4 bottom-3 grid size-(--target) animate-fade place-items-center rounded-full border border-hairline bg-raised text-ink-2 shadow-raised hover:bg-surface"
      onClick={onJump}
    >
      <ChevronDown className="size-5" />
      {unread > 0 && (
        <span className="absolute -top-2 min-w-5 rounded-full bg-accent px-1.5 text-meta font-semibold text-on-accent">
          {count}
        </span>
      )}
    </button>
  )
}
