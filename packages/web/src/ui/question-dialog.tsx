import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button.tsx'
import { FormMistake } from './form-end.tsx'

interface QuestionDialogProps {
  title: string
  /** What the button does, in words. */
  action: string
  isBusy: boolean
  mistake: string | null
  /** Gives whether it went well: then the dialog closes. */
  onConfirm(values: FormData): Promise<boolean>
  onClose(): void
  /** What will happen, and what else is asked. */
  children: ReactNode
}

/** Asks before something that others would notice. Escape and Cancel leave all as it is. */
export function QuestionDialog({
  title,
  action,
  isBusy,
  mistake,
  onConfirm,
  onClose,
  children,
}: QuestionDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => dialog.current?.showModal(), [])

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!isBusy && (await onConfirm(new FormData(event.currentTarget)))) dialog.current?.close()
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-100 max-w-[calc(100vw-2rem)] rounded-card border border-hairline bg-raised p-6 text-ink shadow-raised backdrop:bg-[rgb(0_0_0/50%)]"
    >
      <form className="grid gap-4" onSubmit={(event) => void confirm(event)}>
        <h2 id={titleId} className="text-title">
          {title}
        </h2>
        {children}
        {mistake && <FormMistake>{mistake}</FormMistake>}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
          <Button type="submit" kind="primary" aria-disabled={isBusy}>
            {isBusy ? 'One moment…' : action}
          </Button>
        </div>
      </form>
    </dialog>
  )
}
