import { SendHorizontal } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { keepDraft, useDraft } from '../drafts.ts'
import { roomInWords } from '../ui/words.ts'
import { useChat, useClient } from '../use-chat.ts'

interface ComposerProps {
  me: string
  peer: string
  name: string
  takesFocus: boolean
}

/** How near the limit the counter appears, in characters. */
const counterFrom = 200
const growsByItself = CSS.supports('field-sizing', 'content')

/** Where a finger types, Enter is the only way to break a line and the button is near. */
const isTouch = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches

/** Where one goes on after something else was done in the same chat. */
export function focusComposer(near: Element): void {
  near.closest('section')?.querySelector<HTMLElement>('textarea[data-composer]')?.focus()
}

export function Composer({ me, peer, name, takesFocus }: ComposerProps) {
  const client = useClient()
  const text = useDraft(me, peer)
  const longest = useChat(({ instance }) => instance?.messageMaxLength) ?? Number.POSITIVE_INFINITY
  const box = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const left = longest - [...text.trim()].length
  const canSend = text.trim() !== '' && left >= 0

  useEffect(() => {
    if (takesFocus && !isTouch()) box.current?.focus()
  }, [takesFocus])
  useGrowth(box, text)

  function send(event?: FormEvent) {
    event?.preventDefault()
    box.current?.focus()
    if (!canSend) return
    client.showLatest(peer)
    client.send(peer, text)
    // Whoever writes does not want to wait for the next try.
    if (client.getSnapshot().status === 'waiting') client.wake()
    keepDraft(me, peer, '')
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends the composition of a Japanese or Chinese word; older Safari tells by 229 only.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229
    const isForced = event.ctrlKey || event.metaKey
    if (event.key !== 'Enter' || event.shiftKey || isComposing || (isTouch() && !isForced)) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className="mx-auto grid w-full max-w-198 flex-none grid-cols-[minmax(0,1fr)_auto] items-end gap-2 px-4 pt-2 pb-3 max-tablet:px-2 max-tablet:pb-2"
      onSubmit={send}
    >
      <label className="sr-only" htmlFor={id}>
        Message to {name}
      </label>
      <textarea
        ref={box}
        id={id}
        data-composer
        className="input field-sizing-content max-h-[min(8lh+22px,40dvh)] min-h-11 resize-none rounded-[22px] px-4 py-2.5 -outline-offset-2"
        dir="auto"
        rows={1}
        placeholder="Message"
        value={text}
        aria-describedby={`${id}-count`}
        aria-invalid={left < 0}
        enterKeyHint={isTouch() ? 'enter' : 'send'}
        onChange={(event) => keepDraft(me, peer, event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        className="button size-11 rounded-full! p-0!"
        data-kind="primary"
        aria-label="Send"
        title="Send"
        disabled={!canSend}
      >
        <SendHorizontal className="size-5 rtl:-scale-x-100" />
      </button>
      <p
        id={`${id}-count`}
        className={`col-start-1 text-end text-meta empty:hidden ${left < 0 ? 'text-danger' : 'text-ink-2'}`}
      >
        {left < counterFrom && roomInWords(left)}
      </p>
    </form>
  )
}

/** For browsers whose text boxes do not grow with their text. */
function useGrowth(ref: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: its text makes it grow
  useLayoutEffect(() => {
    const box = ref.current
    if (!box || growsByItself) return
    box.style.blockSize = 'auto'
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`
  }, [ref, text])
}
