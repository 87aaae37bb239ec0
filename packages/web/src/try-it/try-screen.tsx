import { CircleAlert, FlaskConical } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { useTitle } from '../ui/use-title.ts'
import { wordsFor } from '../ui/words.ts'
import { beginDemo, type Demo, demoPeople, endDemo } from './demo.ts'
import { DemoSide } from './demo-side.tsx'

const words = { forbidden: 'There is no demo here: this server has accounts, or is reached from elsewhere.' }

/** Two people side by side, to see a message arrive without making an account. */
export function TryScreen() {
  useTitle('Try it')
  const [demo, setDemo] = useState<Demo | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)
  const [hasEnded, setEnded] = useState(false)

  useEffect(() => {
    let isOver = false
    beginDemo().then(
      (begun) => !isOver && setDemo(begun),
      (error) => !isOver && setMistake(wordsFor(error, words)),
    )
    return () => {
      isOver = true
    }
  }, [])

  if (mistake || hasEnded)
    return (
      <main className="grid min-h-dvh">
        <Notice
          icon={CircleAlert}
          title={mistake ?? 'The demo has ended.'}
          isMistake={mistake !== null}
          isPage
        >
          {/* Not within the app: who may come in here has changed. */}
          <a href="/" className="button" data-kind="primary">
            To the start
          </a>
        </Notice>
      </main>
    )
  return (
    <main className="grid h-dvh grid-rows-[auto_minmax(0,1fr)]">
      <Banner />
      {demo && (
        <div className="grid min-h-0 grid-rows-2 tablet:grid-cols-2 tablet:grid-rows-[minmax(0,1fr)]">
          {demoPeople.map((name) => (
            <DemoSide
              key={name}
              name={name}
              client={demo[name]}
              isActive={name === 'ada'}
              onEnd={() => setEnded(true)}
            />
          ))}
        </div>
      )}
    </main>
  )
}

function Banner() {
  const [, navigate] = useLocation()
  const [mistake, setMistake] = useState<string | null>(null)

  async function end() {
    setMistake(null)
    try {
      await endDemo()
      navigate('/')
    } catch (error) {
      setMistake(wordsFor(error, words))
    }
  }

  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-hairline bg-selected px-4 py-2 text-secondary">
      <FlaskConical className="size-5 flex-none text-accent" aria-hidden="true" />
      <h1 className="font-semibold">Demo</h1>
      <p className="min-w-0 flex-1 max-tablet:order-last max-tablet:basis-full">
        Ada and Bob live on this machine only, until you end the demo or the first account is made.
      </p>
      {mistake && <FormMistake>{mistake}</FormMistake>}
      <Button className="max-tablet:ms-auto tablet:min-h-9!" onClick={() => void end()}>
        End the demo
      </Button>
    </header>
  )
}
