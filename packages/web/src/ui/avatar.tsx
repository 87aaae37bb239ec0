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

/** Says nothing to screen readers: the name always stands beside it. */
export function Avatar({ username, name }: { username: string; name: string }) {
  return (
    <span
      className={`grid size-10 flex-none place-items-center overflow-hidden rounded-full text-secondary font-semibold text-on-hue select-none before:content-[attr(data-initials)] forced-colors:border ${hueOf(username)}`}
      aria-hidden="true"
      data-initials={initialsOf(name)}
    />
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
