const hues = 8

/** Says nothing to screen readers: the name always stands beside it. */
export function Avatar({ username, name }: { username: string; name: string }) {
  return (
    <span className={`avatar hue-${hueOf(username)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

function hueOf(username: string): number {
  let sum = 0
  for (const char of username) sum = (sum * 31 + char.codePointAt(0)!) % 9973
  return sum % hues
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
