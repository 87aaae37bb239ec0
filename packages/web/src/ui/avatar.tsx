import type { User } from '@chatapp/contract'
import { UserX } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../use-chat.ts'

const hues = [
  'bg-hue-1',
  'bg-hue-2',
  'bg-hue-3',
  'bg-hue-4',
  'bg-hue-5',
  'bg-hue-6',
  'bg-hue-7',
  'bg-hue-8',
] as const

interface AvatarProps {
  person: User
  /** Where somebody is looked at alone. */
  isLarge?: boolean
}

/**
 * Their picture, or the initials where there is none or it does not come; nothing of who was deleted. Says nothing to screen readers: the name
 * always stands beside it.
 */
export function Avatar({ person: { username, name, avatarUrl, deleted }, isLarge = false }: AvatarProps) {
  const { urlOf } = useClient()
  const [broken, setBroken] = useState<string | null>(null)
  const hasPicture = avatarUrl !== null && avatarUrl !== broken
  const background = deleted
    ? 'bg-surface text-ink-2 before:hidden'
    : hasPicture
      ? 'bg-surface'
      : `text-on-hue ${hueOf(username)}`
  return (
    <span
      className={`grid flex-none place-items-center overflow-hidden rounded-full font-semibold select-none before:content-[attr(data-initials)] forced-colors:border ${isLarge ? 'size-24 text-headline' : 'size-10 text-secondary'} ${background}`}
      aria-hidden="true"
      data-initials={hasPicture || deleted ? '' : initialsOf(name)}
    >
      {deleted && <UserX className="size-5" />}
      {hasPicture && (
        <img
          src={urlOf(avatarUrl)}
          alt=""
          width="256"
          height="256"
          loading="lazy"
          decoding="async"
          draggable={false}
          className="size-full object-cover"
          onError={() => setBroken(avatarUrl)}
        />
      )}
    </span>
  )
}

function hueOf(username: string): string | undefined {
  let sum = 0
  for (const char of username) sum = (sum * 31 + char.codePointAt(0)!) % 9973
  return hues[sum % hues.length]
}

/** The first letters, as people see letters, of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u)
  const chosen = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  const segmenter = new Intl.Segmenter()
  return chosen
    .map((word) => segmenter.segment(word)[Symbol.iterator]().next().value?.segment ?? '')
    .join('')
    .toLocaleUpperCase()
}
