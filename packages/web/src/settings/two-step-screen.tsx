import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { client } from '../use-chat.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SettingsPage } from './settings-page.tsx'
import { TwoStepEnrolment } from './two-step-enrolment.tsx'
import { TwoStepSwitch } from './two-step-switch.tsx'
import { useSecondFactor } from './use-second-factor.ts'

/** What is shown in place of how it stands. */
type Task = { secret: string; uri: string } | { recoveryCodes: string[] }

/** A code of an authenticator app after the password: turned on and off, and the codes for a lost phone. */
export function TwoStepScreen() {
  return (
    <SettingsPage title="Two-step sign-in">
      <TwoStep />
    </SettingsPage>
  )
}

function TwoStep() {
  const { state, mistake, look } = useSecondFactor()
  const [task, setTask] = useState<Task | null>(null)

  async function finish(code: string) {
    setTask({ recoveryCodes: await client.finishSecondFactor(code) })
    announce('Two-step sign-in is on.')
    void look()
  }

  if (task && 'secret' in task)
    return <TwoStepEnrolment {...task} onCode={finish} onCancel={() => setTask(null)} />
  if (task) return <RecoveryCodes codes={task.recoveryCodes} onDone={() => setTask(null)} />
  if (state)
    return (
      <TwoStepSwitch
        state={state}
        look={look}
        onBegun={setTask}
        onCodes={(recoveryCodes) => {
          setTask({ recoveryCodes })
          void look()
        }}
      />
    )
  if (mistake === null) return <Skeleton label="Loading…" rows={1} />
  return (
    <Notice icon={CircleAlert} title={mistake} isMistake>
      <Button onClick={() => void look()}>Try again</Button>
    </Notice>
  )
}
