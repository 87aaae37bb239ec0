import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'

interface ModalProps {
  labelledBy: string
  describedBy?: string
  /** Its width and padding. */
  className: string
  /** Whether a press beside it closes it, too. */
  closesOutside?: boolean
  /** It has closed: draw it no more. */
  onClose(): void
  children(close: () => void): ReactNode
}

/** A native dialog, open as long as it is drawn. Escape closes it, and the focus goes back to where it was. */
export function Modal({ labelledBy, describedBy, className, closesOutside, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const isClosed = useRef(false)
  useEffect(() => dialog.current?.showModal(), [])

  // The browser tells of its closing a moment later: by then somebody may have asked for it again.
  function close() {
    if (isClosed.current) return
    isClosed.current = true
    dialog.current?.close()
    onClose()
  }

  const onClick = ({ target, currentTarget }: MouseEvent) => {
    if (closesOutside && target === currentTarget) close()
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for it
    <dialog
      ref={dialog}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className={`m-auto max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] overflow-y-auto rounded-card border border-hairline bg-raised text-ink shadow-raised backdrop:bg-[rgb(0_0_0/50%)] open:animate-fade ${className}`}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClose={close}
      onClick={onClick}
    >
      {children(close)}
    </dialog>
  )
}
