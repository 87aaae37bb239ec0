import { type FormEvent, type ReactNode, useId } from 'react'
import { Button } from './button.tsx'
import { FormMistake } from './form-end.tsx'
import { Modal } from './modal.tsx'

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
  const titleId = useId()

  async function confirm(event: FormEvent<HTMLFormElement>, close: () => void) {
    event.preventDefault()
    if (!isBusy && (await onConfirm(new FormData(event.currentTarget)))) close()
  }

  return (
    <Modal labelledBy={titleId} onClose={onClose} className="w-100 p-6">
      {(close) => (
        <form className="grid gap-4" onSubmit={(event) => void confirm(event, close)}>
          <h2 id={titleId} className="text-title">
            {title}
          </h2>
          {children}
          {mistake && <FormMistake>{mistake}</FormMistake>}
          <div className="flex flex-wrap justify-end gap-3">
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" kind="primary" aria-disabled={isBusy}>
              {isBusy ? 'One moment…' : action}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
