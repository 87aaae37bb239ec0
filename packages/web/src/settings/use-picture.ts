// A picture on its way to become one's own: chosen, looked at, sent.
import { ApiError } from '@chatapp/client'
import { type FieldErrorCode, limits } from '@chatapp/contract'
import { useEffect, useRef, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']

const noPicture = 'This is not a picture that can be read. Choose a PNG, JPEG, WebP or GIF.'
const tooLarge = 'This file is too large. Choose one of at most 10 MB.'
const words: Partial<Record<FieldErrorCode, string>> = {
  empty: 'This file is empty. Choose another one.',
  bad_format: noPicture,
  out_of_range: 'This picture is too large. Choose one of at most 40 megapixels.',
}

export interface Chosen {
  readonly file: File
  /** To draw it from. */
  readonly url: string
}

export function usePicture() {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  /** The way to choose one, which is there before and after. */
  const chooser = useRef<HTMLButtonElement>(null)
  useEffect(() => () => void (chosen && URL.revokeObjectURL(chosen.url)), [chosen])

  function choose(file: File) {
    if (isBusy) return
    const wrong = mistakeOf(file)
    setMistake(wrong)
    setChosen(wrong === null ? { file, url: URL.createObjectURL(file) } : null)
  }

  function letGo(why: string | null) {
    setChosen(null)
    setMistake(why)
    chooser.current?.focus()
  }

  async function run(change: () => Promise<void>, said: string) {
    if (isBusy) return
    setBusy(true)
    setMistake(null)
    try {
      await change()
      announce(said)
      letGo(null)
    } catch (error) {
      setMistake(wordsOf(error))
    }
    setBusy(false)
  }

  return {
    chosen,
    mistake,
    isBusy,
    chooser,
    choose,
    cancel: () => letGo(null),
    /** The browser could not draw it; nor will the server. */
    cannotDraw: () => letGo(noPicture),
    save: ({ file }: Chosen) => void run(() => client.setAvatar(file), 'Your picture is changed.'),
    remove: () => void run(client.removeAvatar, 'Your picture is removed.'),
  }
}

function mistakeOf({ type, size }: File): string | null {
  if (!pictureTypes.includes(type)) return noPicture
  if (size === 0) return words.empty!
  return size > limits.avatarBytes ? tooLarge : null
}

function wordsOf(error: unknown): string {
  const code = error instanceof ApiError ? error.errors[0]?.code : undefined
  return (
    (code && words[code]) ??
    wordsFor(error, { payload_too_large: tooLarge, unsupported_media_type: noPicture })
  )
}
