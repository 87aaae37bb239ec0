import { LinkifyIt } from 'linkify-it'
import { memo, type ReactNode } from 'react'

const linkify = new LinkifyIt({ fuzzyLink: true })
  .add('ftp:', null)
  // Without a scheme of its own an address is the page's, which means nothing in a message.
  .add('//', null)

/** What a link may lead to; everything else stays text. */
const allowed = /^(?:https?|mailto):/i

/** Up to three of them and nothing else are drawn large. */
const facesOnly = /^\p{RGI_Emoji}{1,3}$/v

interface MessageTextProps {
  text: string
  /** Its links are in the tab order. */
  isActive: boolean
}

/** A message as it was typed; addresses in it are links. */
export const MessageText = memo(({ text, isActive }: MessageTextProps) => (
  <p
    className={`text-start whitespace-pre-wrap ${facesOnly.test(text) ? 'text-[2.5rem] leading-tight' : ''}`}
    dir="auto"
  >
    {partsOf(text, isActive)}
  </p>
))

function partsOf(text: string, isActive: boolean): ReactNode {
  const matches = linkify.match(text)?.filter(({ url }) => allowed.test(url)) ?? []
  if (matches.length === 0) return text
  const ends = [0, ...matches.map(({ lastIndex }) => lastIndex)]
  return [
    ...matches.flatMap(({ index, lastIndex, url }, at) => [
      text.slice(ends[at], index),
      <a
        key={index}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        className="underline underline-offset-2"
        tabIndex={isActive ? 0 : -1}
      >
        {text.slice(index, lastIndex)}
      </a>,
    ]),
    text.slice(ends.at(-1)),
  ]
}
