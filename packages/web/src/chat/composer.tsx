import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { keepDraft, readDraft } from '../drafts.ts'
import { SendIcon } from '../ui/icons.tsx'
import { client, useChat } from '../use-chat.ts'

interface ComposerProps {
  me: string
  peer: string
  name: string
}

/** How near the limit the counter appears, in characters. */
const counterFrom = 200
const linesMax = 8

/** Where a finger types, Enter is the only way to break a line and the button is near. */
const isTouch = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches

export function Composer({ me, peer, name }: ComposerProps) {
  const [text, setText] = useState(() => readDraft(me, peer))
  const longest = useChat(({ instance }) => instance?.messageMaxLength) ?? Number.POSITIVE_INFINITY
  const box = useRef<HTMLTextAreaElement>(null)
  const left = longest - [...text.trim()].length
  const canSend = text.trim() !== '' && left >= 0

  useEffect(() => {
    if (!isTouch()) box.current?.focus()
  }, [])

  function change(next: string) {
    setText(next)
    keepDraft(me, peer, next)
  }

  function send(event?: FormEvent) {
    event?.preventDefault()
    box.current?.focus()
    if (!canSend) return
    client.send(peer, text)
    change('')
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends the composition of a Japanese or Chinese word; older Safari tells by 229 only.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || isComposing || isTouch()) return
    event.preventDefault()
    send()
  }

  return (
    <form className="composer" onSubmit={send}>
      <label className="visually-hidden" htmlFor="composer-text">
        Message to {name}
      </label>
      <textarea
        ref={box}
        id="composer-text"
        dir="auto"
        rows={Math.min(linesMax, text.split('\n').length)}
        placeholder="Message"
        value={text}
        aria-describedby="composer-count"
        aria-invalid={left < 0}
        enterKeyHint={isTouch() ? 'enter' : 'send'}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="button primary icon-button" disabled={!canSend}>
        <SendIcon />
        <span className="visually-hidden">Send</span>
      </button>
      <p id="composer-count" className="composer-count" data-over={left < 0}>
        {left < counterFrom && (left < 0 ? `${-left} characters too many` : `${left} characters left`)}
      </p>
    </form>
  )
}
