import { Copy } from 'lucide-react'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'

/** Not there where the browser lets nobody copy: on plain http, except on the machine itself. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  if (!isSecureContext) return null
  return (
    <Button
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => announce('Copied.'),
          () => announce('The browser did not let it be copied.'),
        )
      }
    >
      <Copy className="size-4" />
      {label}
    </Button>
  )
}
