/** What somebody feels who uses the app, in traces of a real Chromium. */
import { resolve } from 'node:path'
import type { Findings, Scenario, Settings } from '../scenario.ts'
import { buildWeb, launchBrowser, thisCheckout } from '../web/app-page.ts'
import { measureFirstLoad } from '../web/first-load.ts'
import { type Act, workTable } from '../web/frame-work.ts'
import { measureLongChat } from '../web/long-chat.ts'
import { measureManyChats } from '../web/many-chats.ts'
import { startWorld } from '../web/world.ts'

export const web: Scenario = {
  title: 'The app',
  about:
    'A chat of 100,000 messages and twenty of 60 in a real Chromium without a window: the work of the main thread for each frame while scrolling, typing, receiving and sending, with the newest pages and then with all of the messages on the client; loading, switching and memory.',
  async run(settings) {
    if (settings.against === null) return (await measureApp(settings, thisCheckout)).findings
    const other = await measureApp(settings, resolve(settings.against))
    return together(named('before', other), named('now', await measureApp(settings, thisCheckout)))
  },
}

type Measured = { findings: Findings; acts: Act[] }

async function measureApp(settings: Settings, checkout: string): Promise<Measured> {
  const { seed, seconds, rounds, say } = settings
  buildWeb(checkout)
  say('a server with 100,000 messages in one chat')
  await using world = await startWorld({ seed, checkout })
  const browser = await launchBrowser()
  try {
    say('first load')
    const load = await measureFirstLoad(browser, world, rounds)
    say('twenty chats')
    const many = await measureManyChats(browser, world)
    const options = { browser, world, scrollMs: 2000 * seconds, times: 2 * rounds + 1, say }
    const { acts, figures } = await measureLongChat(options)
    return { acts, findings: { rows: [], table: workTable(acts), figures: [...load, ...many, ...figures] } }
  } finally {
    await browser.close()
  }
}

function named(name: string, { acts, findings }: Measured): Measured {
  return {
    acts: acts.map((act) => ({ ...act, name: `${name}: ${act.name}` })),
    findings: {
      ...findings,
      figures: findings.figures.map((figure) => ({ ...figure, name: `${name}: ${figure.name}` })),
    },
  }
}

/** What belongs together stands together. */
function together(one: Measured, other: Measured): Findings {
  const acts = one.acts.flatMap((act, at) => [act, other.acts[at]!])
  const figures = one.findings.figures.flatMap((figure, at) => [figure, other.findings.figures[at]!])
  return { rows: [], table: workTable(acts), figures }
}
