import { Download } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

type State =
  | { is: 'idle'; mistake?: string }
  | { is: 'loading'; done: number; total: number }
  | { is: 'ready'; url: string; fileName: string }

const words = { rate_limited: 'Your data is being written already, or was too often. Try again later.' }

/** All that is kept of one, as a file. */
export function ExportData() {
  const { confirmed, dialog } = useConfirmed()
  const { state, load, cancel } = useExport(confirmed)
  return (
    <>
      <p className="text-ink-2">
        Download your profile, your sessions and all your chats: as a page to read, or as JSON for programs.
      </p>
      {state.is === 'idle' && state.mistake && <FormMistake>{state.mistake}</FormMistake>}
      {state.is === 'loading' ? (
        <Loading done={state.done} total={state.total} onCancel={cancel} />
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => void load('html')}>
            <Download className="size-4" />
            Download as a page
          </Button>
          <Button onClick={() => void load('json')}>
            <Download className="size-4" />
            Download as JSON
          </Button>
        </div>
      )}
      {state.is === 'ready' && <Ready url={state.url} fileName={state.fileName} />}
      {dialog}
    </>
  )
}

function Loading({ done, total, onCancel }: { done: number; total: number; onCancel(): void }) {
  const id = useId()
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  return (
    <div className="flex w-full flex-wrap items-center gap-3">
      <label htmlFor={id} className="sr-only">
        Messages written
      </label>
      <progress id={id} className="h-2 min-w-40 flex-1 accent-accent" value={done} max={Math.max(total, 1)} />
      <span className="text-secondary text-ink-2">
        {total === 0 ? 'One moment…' : `${done.toLocaleString()} of ${total.toLocaleString()} messages`}
      </span>
      <Button ref={cancel} onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

/** Saves by itself, once; the link is for where the browser asked and somebody said no. */
function Ready({ url, fileName }: { url: string; fileName: string }) {
  const link = useRef<HTMLAnchorElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file is saved anew
  useEffect(() => {
    link.current?.click()
    link.current?.focus()
  }, [url])
  return (
    <p role="status">
      Your data is ready:{' '}
      <a ref={link} href={url} download={fileName} className="link break-all" dir="ltr">
        {fileName}
      </a>
    </p>
  )
}

function useExport(confirmed: ReturnType<typeof useConfirmed>['confirmed']) {
  const [state, setState] = useState<State>({ is: 'idle' })
  const stop = useRef<AbortController>(null)
  useEffect(() => () => stop.current?.abort(), [])
  // A file that is not offered any more gives its memory back.
  const url = state.is === 'ready' ? state.url : null
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url])

  async function load(format: 'json' | 'html') {
    stop.current?.abort()
    const stopping = new AbortController()
    stop.current = stopping
    const { signal } = stopping
    const onProgress = (done: number, total: number) => setState({ is: 'loading', done, total })
    try {
      const file = await confirmed(() => {
        onProgress(0, 0)
        return client.exportData(format, { signal, onProgress })
      })
      if (signal.aborted) return
      setState(
        file
          ? { is: 'ready', url: URL.createObjectURL(file.blob as Blob), fileName: file.fileName }
          : { is: 'idle' },
      )
    } catch (error) {
      if (!signal.aborted) setState({ is: 'idle', mistake: wordsFor(error, words) })
    }
  }

  return {
    state,
    load,
    cancel() {
      stop.current?.abort()
      setState({ is: 'idle' })
      announce('Cancelled.')
    },
  }
}
