// A form that says what is wrong in the app's own words: before sending what the browser finds, then what the server does.
import { ApiError } from '@chatapp/client'
import type { FieldErrorCode } from '@chatapp/contract'
import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { fieldMistake, type WordsByCode, wordsFor } from './words.ts'

interface Mistakes {
  /** About the whole. */
  readonly summary: string | null
  readonly fields: Readonly<Record<string, FieldErrorCode>>
}

const none: Mistakes = { summary: null, fields: {} }

export function useForm(send: (values: Record<string, string>) => Promise<void>, words: WordsByCode = {}) {
  const ref = useRef<HTMLFormElement>(null)
  const [mistakes, setMistakes] = useState(none)
  const [isBusy, setBusy] = useState(false)

  // Before the mistake is seen: whoever types on at once types into the right place.
  useLayoutEffect(() => {
    if (mistakes === none) return
    const form = ref.current
    const toMend = form?.querySelector<HTMLInputElement>('[aria-invalid=true]')
    if (toMend) {
      toMend.focus()
      // There is nothing to mend in a wrong code or password: typing replaces it.
      if (mistakes.fields[toMend.name] === 'wrong') toMend.select()
      return
    }
    // What is refused as a whole is mostly a password; the mistake itself is read out as it appears.
    const password = form?.querySelector<HTMLInputElement>('[autocomplete=current-password]')
    if (!password) return form?.querySelector<HTMLElement>('[role=alert]')?.focus()
    password.focus()
    password.select()
  }, [mistakes])

  // Typing can begin at once; where a finger types, that would bring up the keyboard unasked.
  useEffect(() => {
    if (!matchMedia('(pointer: coarse)').matches) ref.current?.querySelector('input')?.focus()
  }, [])

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    const form = event.currentTarget
    const fields = findMistakes(form)
    if (Object.keys(fields).length > 0) return setMistakes({ summary: null, fields })
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    setBusy(true)
    try {
      await send(values)
      setMistakes(none)
    } catch (error) {
      setMistakes(mistakesFrom(error, form, words))
    }
    setBusy(false)
  }

  return {
    /** To spread on the form. */
    form: { ref, onSubmit, noValidate: true },
    isBusy,
    summary: mistakes.summary,
    mistakeIn(field: string): string | undefined {
      const code = mistakes.fields[field]
      return code && fieldMistake(field, code)
    },
  }
}

function findMistakes(form: HTMLFormElement): Record<string, FieldErrorCode> {
  const inputs = [...form.elements].filter((element) => element instanceof HTMLInputElement)
  return Object.fromEntries(
    inputs.flatMap(({ name, validity }) => {
      const code = codeOf(validity)
      return code ? [[name, code]] : []
    }),
  )
}

function codeOf(validity: ValidityState): FieldErrorCode | null {
  if (validity.valueMissing) return 'required'
  if (validity.tooShort) return 'too_short'
  if (validity.tooLong) return 'too_long'
  return validity.valid ? null : 'bad_format'
}

function mistakesFrom(error: unknown, form: HTMLFormElement, words: WordsByCode): Mistakes {
  const found = error instanceof ApiError ? error.errors : []
  const fields = found.map(({ path, code }) => [path.replace(/^\//, ''), code] as const)
  const isShown = fields.length > 0 && fields.every(([name]) => form.elements.namedItem(name))
  return { summary: isShown ? null : wordsFor(error, words), fields: Object.fromEntries(fields) }
}
