import type { OneTimeLink } from '@chatapp/contract'
import { Copy } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { fullTimeOf } from '../ui/times.ts'

/** A link that works once and is shown once, to be handed over. */
export function LinkToGive({ link, expiresAt, purpose }: OneTimeLink & { purpose: string }) {
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => field.current?.select(), [])

  async function copy() {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(link)
      announce('The link is copied.')
    } catch {
      announce('The link is marked. Copy it with your keyboard.')
    }
  }

  return (
    <div className="grid w-full gap-1 rounded-card border border-hairline p-4">
      <label htmlFor={id} className="font-semibold">
        Link to hand over
      </label>
      <div className="flex flex-wrap gap-3">
        <input
          ref={field}
          id={id}
          className="input min-w-40 flex-1 basis-60"
          dir="ltr"
          readOnly
          value={link}
          aria-describedby={`${id}-hint`}
          onFocus={(event) => event.target.select()}
        />
        <Button onClick={() => void copy()}>
          <Copy className="size-4" />
          Copy
        </Button>
      </div>
      <p id={`${id}-hint`} className="text-secondary text-ink-2">
        It {purpose} until {fullTimeOf(Date.parse(expiresAt))}, and is not shown again. Give it to nobody
        else.
      </p>
    </div>
  )
}
