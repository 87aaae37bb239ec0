import type { ComponentProps, ReactNode } from 'react'

type ButtonProps = ComponentProps<'button'> & { kind?: 'primary' | 'plain' | 'quiet' }

export function Button({ kind = 'plain', type = 'button', className = '', ...button }: ButtonProps) {
  return <button type={type} className={`button ${className}`} data-kind={kind} {...button} />
}

type IconButtonProps = ComponentProps<'button'> & { label: string; children: ReactNode }

/** Its name is read out, and shown to a pointer that rests on it. */
export function IconButton({ label, type = 'button', className = '', ...button }: IconButtonProps) {
  return (
    <button
      type={type}
      className={`button ${className}`}
      data-kind="icon"
      aria-label={label}
      title={label}
      {...button}
    />
  )
}
