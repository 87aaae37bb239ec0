import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { useChat } from '../use-chat.ts'

/** Shown once: nobody can ask for them again. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone(): void }) {
  const username = useChat(({ me }) => me?.username ?? '')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const text = `Recovery codes of @${username} at ${location.origin}, each good once:\n\n${codes.join('\n')}\n`
  return (
    <div className="mx-auto grid w-full max-w-100 gap-4 px-4 py-6">
      <h2 ref={heading} tabIndex={-1} className="text-title">
        Keep your recovery codes
      </h2>
      <p>
        If you lose your phone, each of these lets you in once, in place of a code of the app. They are shown
        only now. Keep them where you find them without your phone, and nobody else does.
      </p>
      <ul
        aria-label="Recovery codes"
        dir="ltr"
        className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-x-4 gap-y-2 rounded-card border border-hairline bg-surface p-4 font-[ui-monospace,monospace]"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={text} label="Copy" />
        <DownloadLink text={text} />
      </div>
      <Button kind="primary" onClick={onDone}>
        I have kept them
      </Button>
    </div>
  )
}

function DownloadLink({ text }: { text: string }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [text])
  return (
    <a href={url} download="chatapp-recovery-codes.txt" className="button">
      <Download className="size-4" />
      Download
    </a>
  )
}
