import type { SecondFactor } from '@chatapp/contract'
import { useEffect, useRef, useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'
import { TwoStepState } from './two-step-summary.tsx'

interface TwoStepSwitchProps {
  state: SecondFactor
  /** Asks again how it stands. */
  look(): Promise<void>
  onBegun(begun: { secret: string; uri: string }): void
  onCodes(codes: string[]): void
}

const words = {
  revision_conflict: 'It was turned on meanwhile, on another device.',
  not_found: 'It was turned off meanwhile, on another device.',
}

/** How it stands, and what can be done about it. */
export function TwoStepSwitch({ state, look, onBegun, onCodes }: TwoStepSwitchProps) {
  const { confirmed, dialog } = useConfirmed()
  const [isBusy, setBusy] = useState(false)
  const [mistake, setMistake] = useState<string | null>(null)
  const [isLeaving, setLeaving] = useState(false)
  const said = useRef<HTMLDivElement>(null)

  /** @param then what follows when it was done. */
  async function run<T>(action: () => Promise<T>, then: (answer: T) => void) {
    if (isBusy) return
    setBusy(true)
    setMistake(null)
    try {
      const answer = await confirmed(action)
      if (answer !== null) then(answer)
    } catch (error) {
      setMistake(wordsFor(error, words))
      void look()
    }
    setBusy(false)
  }

  async function turnOff() {
    await client.turnOffSecondFactor()
    await look()
  }

  return (
    <div className="mx-auto grid w-full max-w-150 justify-items-start gap-4 px-4 py-6">
      <div ref={said} tabIndex={-1}>
        <TwoStepState state={state} />
      </div>
      <p className="text-ink-2">
        With two steps, signing in takes your password and then a code from an app on your phone. Who learns
        your password does not get in without the phone.
      </p>
      {mistake && <FormMistake>{mistake}</FormMistake>}
      {state.onSince === null ? (
        <Button
          kind="primary"
          aria-disabled={isBusy}
          onClick={() => void run(client.beginSecondFactor, onBegun)}
        >
          Turn on
        </Button>
      ) : isLeaving ? (
        <Question
          isBusy={isBusy}
          onYes={() =>
            void run(turnOff, () => {
              setLeaving(false)
              announce('Two-step sign-in is off.')
              said.current?.focus()
            })
          }
          onNo={() => {
            setLeaving(false)
            said.current?.focus()
          }}
        />
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button aria-disabled={isBusy} onClick={() => void run(client.replaceRecoveryCodes, onCodes)}>
            Make new recovery codes
          </Button>
          <Button aria-disabled={isBusy} onClick={() => setLeaving(true)}>
            Turn off…
          </Button>
        </div>
      )}
      {dialog}
    </div>
  )
}

function Question({ isBusy, onYes, onNo }: { isBusy: boolean; onYes(): void; onNo(): void }) {
  const no = useRef<HTMLButtonElement>(null)
  useEffect(() => no.current?.focus(), [])
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-1 font-semibold">Turn it off?</legend>
      <p>Then your password alone lets in, and your recovery codes are worth nothing.</p>
      <div className="flex flex-wrap gap-3">
        <Button aria-disabled={isBusy} onClick={onYes}>
          Turn off
        </Button>
        <Button ref={no} kind="quiet" aria-disabled={isBusy} onClick={onNo}>
          Leave it on
        </Button>
      </div>
    </fieldset>
  )
}
