import { type ComponentProps, useId, useState } from 'react'

type FieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  name: string
  label: string
  hint?: string
  /** What is wrong with it, in words. */
  mistake: string | undefined
}

/** A labelled input; a password can be looked at. */
export function Field({ label, hint, mistake, type = 'text', ...input }: FieldProps) {
  const id = useId()
  const [isRevealed, setRevealed] = useState(false)
  const isPassword = type === 'password'
  const describedBy = [hint && `${id}-hint`, mistake && `${id}-mistake`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        <input
          {...input}
          id={id}
          type={isPassword && isRevealed ? 'text' : type}
          aria-invalid={mistake !== undefined}
          aria-describedby={describedBy || undefined}
        />
        {isPassword && (
          <button
            type="button"
            className="field-reveal"
            aria-pressed={isRevealed}
            onClick={() => setRevealed(!isRevealed)}
          >
            {isRevealed ? 'Hide' : 'Show'}
            <span className="visually-hidden"> {label.toLowerCase()}</span>
          </button>
        )}
      </div>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {mistake && (
        <p className="field-mistake" id={`${id}-mistake`}>
          {mistake}
        </p>
      )}
    </div>
  )
}
