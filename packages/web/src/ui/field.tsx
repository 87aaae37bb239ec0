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
    <div className="grid gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          className={`input ${isPassword ? 'pe-18' : ''}`}
          type={isPassword && isRevealed ? 'text' : type}
          aria-invalid={mistake !== undefined}
          aria-describedby={describedBy || undefined}
        />
        {isPassword && (
          <button
            type="button"
            className="absolute inset-y-0 end-0 min-w-16 rounded-control text-accent"
            aria-pressed={isRevealed}
            onClick={() => setRevealed(!isRevealed)}
          >
            {isRevealed ? 'Hide' : 'Show'}
            <span className="sr-only"> {label.toLowerCase()}</span>
          </button>
        )}
      </div>
      {hint && (
        <p className="text-secondary text-ink-2" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {mistake && (
        <p className="text-secondary text-danger" id={`${id}-mistake`}>
          {mistake}
        </p>
      )}
    </div>
  )
}
