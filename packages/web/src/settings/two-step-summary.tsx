import type { SecondFactor } from '@chatapp/contract'
import { dateOf } from '../ui/times.ts'
import { useSecondFactor } from './use-second-factor.ts'

/** Whether it is on, in a sentence; nothing while that is not known. */
export function TwoStepSummary() {
  const { state, mistake } = useSecondFactor()
  if (state) return <TwoStepState state={state} />
  return mistake && <p className="text-secondary text-danger">{mistake}</p>
}

export function TwoStepState({ state: { onSince, recoveryCodesLeft } }: { state: SecondFactor }) {
  if (onSince === null) return <p>Off: your password alone lets you in.</p>
  return (
    <p>
      On since <time dateTime={onSince}>{dateOf(Date.parse(onSince))}</time>. {left(recoveryCodesLeft)}
    </p>
  )
}

function left(count: number): string {
  if (count > 3) return `${count} recovery codes are left.`
  const left = count === 0 ? 'No recovery code is left' : `Only ${count} recovery codes are left`
  return `${count === 1 ? 'Only one recovery code is left' : left}: make new ones.`
}
