import type { Me } from '@chatapp/contract'
import { ImageUp, Trash2 } from 'lucide-react'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { type Chosen, pictureTypes, usePicture } from './use-picture.ts'

/** One's picture: chosen, dropped here or pasted, seen as it will be, and then kept or not. */
export function PictureEditor({ me }: { me: Me }) {
  const picture = usePicture()
  const { chosen, mistake, isBusy, chooser, choose } = picture
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const titleId = useId()
  usePastedFile(choose)

  function onDrag(event: DragEvent) {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(event.type === 'dragover')
    const [file] = event.dataTransfer.files
    if (event.type === 'drop' && file) choose(file)
  }

  return (
    <section
      aria-labelledby={titleId}
      className={`grid justify-items-center gap-4 rounded-card border border-dashed p-4 ${isOver ? 'border-accent bg-selected' : 'border-edge'}`}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={onDrag}
    >
      <h2 id={titleId} className="sr-only">
        Your picture
      </h2>
      {chosen ? <Preview chosen={chosen} onBroken={picture.cannotDraw} /> : <Avatar person={me} isLarge />}
      {mistake && <FormMistake>{mistake}</FormMistake>}
      {chosen && (
        <div className="flex flex-wrap justify-center gap-2">
          <SaveButton isBusy={isBusy} onClick={() => picture.save(chosen)} />
          <Button aria-disabled={isBusy} onClick={() => isBusy || picture.cancel()}>
            Cancel
          </Button>
        </div>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          ref={chooser}
          kind={chosen ? 'quiet' : 'plain'}
          aria-disabled={isBusy}
          onClick={() => isBusy || input.current?.click()}
        >
          <ImageUp className="size-4" />
          {chosen ? 'Choose another one' : 'Choose a picture'}
        </Button>
        {!chosen && me.avatarUrl !== null && (
          <Button kind="quiet" aria-disabled={isBusy} onClick={picture.remove}>
            <Trash2 className="size-4" />
            Remove picture
          </Button>
        )}
      </div>
      <p className="text-center text-secondary text-balance text-ink-2">
        Or drop one here, or paste it. Its middle is shown, and nothing that the file says of place or camera
        is kept.
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept={pictureTypes.join()}
        aria-label="Picture"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          // The same one may be chosen again.
          currentTarget.value = ''
          if (file) choose(file)
        }}
      />
    </section>
  )
}

const Preview = ({ chosen, onBroken }: { chosen: Chosen; onBroken(): void }) => (
  <img
    src={chosen.url}
    alt="The chosen one, as others will see it"
    className="size-24 rounded-full bg-surface object-cover"
    onError={onBroken}
  />
)

/** What comes next, once a picture is chosen. */
function SaveButton({ isBusy, onClick }: { isBusy: boolean; onClick(): void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={button} kind="primary" aria-disabled={isBusy} onClick={onClick}>
      {isBusy ? 'One moment…' : 'Use this picture'}
    </Button>
  )
}

/** Anywhere on the screen; text that is pasted goes where it always does. */
function usePastedFile(choose: (file: File) => void): void {
  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const [file] = event.clipboardData?.files ?? []
      if (!file) return
      event.preventDefault()
      latest.current(file)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])
}
