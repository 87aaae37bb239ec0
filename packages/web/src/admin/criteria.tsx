import { type FormEvent, useId } from 'react'
import { useSearchParams } from 'wouter'

/** What a list is asked for: it stands in the address, so that Back leads to what was asked before. */
export function useCriteria() {
  const [address, setAddress] = useSearchParams()
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const values = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()])
    setAddress(new URLSearchParams(values.filter(([, value]) => value !== '') as [string, string][]))
  }
  return {
    /** Without what is empty. */
    address,
    /** All of it, as one text. */
    wanted: address.toString(),
    /** A person's username, without what people put before it; empty for none. */
    person: (name: string) => address.get(name)?.replace(/^@/, '') ?? '',
    onSubmit,
  }
}

interface CriterionProps {
  name: string
  label: string
  value: string | null
  type?: 'text' | 'date'
  required?: boolean
}

export function Criterion({ label, value, type = 'text', ...input }: CriterionProps) {
  const id = useId()
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        {...input}
        id={id}
        type={type}
        className="input min-w-0"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={value ?? ''}
      />
    </div>
  )
}
