import { KeyRound, ShieldCheck } from 'lucide-react'
import { useId } from 'react'
import { Link } from 'wouter'
import { BackLink } from '../ui/back-link.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useTitle } from '../ui/use-title.ts'
import { EmailSection } from './email-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { SessionList } from './session-list.tsx'
import { TokensSection } from './tokens-section.tsx'
import { TwoStepSummary } from './two-step-summary.tsx'
import { YourDataSection } from './your-data-section.tsx'

/** What one can change about oneself, and where one is signed in. */
export function SettingsScreen() {
  useTitle('Settings')
  const [titleId, passwordId, sessionsId, twoStepId] = [useId(), useId(), useId(), useId()]
  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        <BackLink />
        <h1 id={titleId} className="text-title">
          Settings
        </h1>
      </PaneHeader>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto grid w-full max-w-190 gap-8 px-4 py-6">
          <ProfileSection />
          <EmailSection />
          <section aria-labelledby={passwordId} className="grid justify-items-start gap-3">
            <h2 id={passwordId} className="text-title">
              Password
            </h2>
            <Link href="/settings/password" className="button">
              <KeyRound className="size-4" />
              Change password
            </Link>
          </section>
          <section aria-labelledby={twoStepId} className="grid justify-items-start gap-3">
            <h2 id={twoStepId} className="text-title">
              Two-step sign-in
            </h2>
            <TwoStepSummary />
            <Link href="/settings/two-step" className="button">
              <ShieldCheck className="size-4" />
              Change two-step sign-in
            </Link>
          </section>
          <section aria-labelledby={sessionsId} className="grid gap-3">
            <h2 id={sessionsId} className="text-title">
              Where you are signed in
            </h2>
            <SessionList labelledBy={sessionsId} />
          </section>
          <TokensSection />
          <YourDataSection />
          <PrivacySection />
        </div>
      </div>
    </Pane>
  )
}
