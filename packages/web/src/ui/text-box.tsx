import { type ComponentProps, useId, useState } from 'react'
import { roomInWords } from './words.ts'

type TextBoxProps = Omit<ComponentProps<'textarea'>, 'id'> & {
  name: string
  label: string
  hint: string
  /** What is wrong with it, in words. */
  mistake: string | undefined
  defaultValue: string
  /** In code points, as the server counts. */
  longest: number
}

/** A labelled box for a few lines, with a count of what still fits. */
export function TextBox({ label, hint, mistake, longest, ...box }: TextBoxProps) {
  const id = useId()
  const [text, setText] = useState(box.defaultValue)
  const left = longest - [...text].length
  const describedBy = [`${id}-hint`, `${id}-count`, mistake && `${id}-mistake`].filter(Boolean).join(' ')
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <textarea
        {...box}
        id={id}
        className="input resize-none"
        dir="auto"
        rows={5}
        aria-invalid={mistake !== undefined}
        aria-describedby={describedBy}
        onChange={({ target }) => setText(target.value)}
      />
      <p id={`${id}-count`} className={`text-end text-meta ${left < 0 ? 'text-danger' : 'text-ink-2'}`}>
        {roomInWords(left)}
      </p>
      <p id={`${id}-hint`} className="text-secondary text-ink-2">
        {hint}
      </p>
      {mistake && (
        <p id={`${id}-mistake`} className="text-secondary text-danger">
          {mistake}
        </p>
      )}
    </div>
  )
}
