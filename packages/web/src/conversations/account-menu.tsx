import { LogOut, type LucideIcon, Monitor, Moon, Settings, ShieldCheck, Sun } from 'lucide-react'
import { useId, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { listMode, useIsSimpleList } from '../chat/list-mode.ts'
import { useSignOut } from '../sign-in/sessions-of-tabs.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { type Theme, theme, themes } from '../ui/theme.ts'
import { wordsFor } from '../ui/words.ts'
import { useChat } from '../use-chat.ts'

/** Who is signed in on this device, how it looks, and the way out. */
export function AccountMenu() {
  const me = useChat((snapshot) => snapshot.me)
  const id = useId()
  if (!me) return null
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="grid min-h-(--target) min-w-(--target) place-items-center rounded-full"
        aria-label="Your account"
        title="Your account"
      >
        <Avatar person={me} />
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto start-2 top-[calc(3.5rem+env(safe-area-inset-top))] m-0 max-h-[calc(100dvh-4rem)] w-72 max-w-[calc(100vw-1rem)] gap-4 overflow-y-auto rounded-card border border-hairline bg-raised p-4 text-ink shadow-raised open:grid open:animate-fade"
      >
        <p className="grid justify-items-start">
          <span className="max-w-full truncate font-semibold" dir="auto">
            {me.name}
          </span>
          <span className="max-w-full truncate text-secondary text-ink-2">@{me.username}</span>
        </p>
        <ThemeChoice />
        <SimpleListChoice />
        <Link href="/settings" className="button" onClick={({ currentTarget }) => closeAround(currentTarget)}>
          <Settings className="size-4" />
          Settings
        </Link>
        {me.role === 'admin' && (
          <Link href="/admin" className="button" onClick={({ currentTarget }) => closeAround(currentTarget)}>
            <ShieldCheck className="size-4" />
            Administration
          </Link>
        )}
        <SignOut />
      </div>
    </>
  )
}

const closeAround = (element: Element) => element.closest<HTMLElement>('[popover]')?.hidePopover()

const looks: Record<Theme, { words: string; Icon: LucideIcon }> = {
  system: { words: 'System', Icon: Monitor },
  light: { words: 'Light', Icon: Sun },
  dark: { words: 'Dark', Icon: Moon },
}

function ThemeChoice() {
  const current = theme.use()
  const name = useId()
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 text-secondary text-ink-2">Theme</legend>
      <div className="grid grid-cols-3 rounded-control bg-surface p-0.5">
        {themes.map((one) => {
          const { words, Icon } = looks[one]
          return (
            <label
              key={one}
              className="grid min-h-(--target) cursor-pointer content-center justify-items-center gap-0.5 rounded-[6px] border border-transparent py-1 text-meta has-checked:border-edge has-checked:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-accent forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[color:HighlightText]"
            >
              <input
                type="radio"
                className="sr-only"
                name={name}
                checked={one === current}
                onChange={() => theme.choose(one)}
              />
              <Icon className="size-4" />
              {words}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

function SimpleListChoice() {
  const isSimple = useIsSimpleList()
  const id = useId()
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3">
      <input
        id={id}
        type="checkbox"
        className="m-0 size-5 accent-accent"
        checked={isSimple}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => listMode.choose(target.checked ? 'simple' : 'windowed')}
      />
      <label htmlFor={id} className="flex min-h-(--target) items-center">
        Simple message list
      </label>
      <p id={`${id}-hint`} className="col-start-2 text-meta text-ink-2">
        Earlier messages come by a button. Made for screen readers and magnifiers.
      </p>
    </div>
  )
}

function SignOut() {
  const signOut = useSignOut()
  const [, navigate] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [mistake, setMistake] = useState<string | null>(null)

  async function leave() {
    if (isBusy) return
    setBusy(true)
    setMistake(null)
    try {
      await signOut()
      navigate('/sign-in')
    } catch (error) {
      setMistake(`You are still signed in. ${wordsFor(error)}`)
      setBusy(false)
    }
  }

  return (
    <>
      {mistake && <FormMistake>{mistake}</FormMistake>}
      <Button aria-disabled={isBusy} onClick={() => void leave()}>
        <LogOut className="size-4" />
        Sign out
      </Button>
    </>
  )
}
