import { describe, expect, test } from 'vitest'
import { anasDevice } from './testing/anas-device.ts'
import { numbers, problem } from './testing/cast.ts'
import { settle } from './testing/hand-clock.ts'

/** Ana is online, and has as many messages from ben; nothing of them is here. */
async function anaWith(count: number) {
  const device = anasDevice()
  for (let n = 1; n <= count; n++) device.server.says('ben', 'ana', `${n}`)
  device.server.reads('ben', count)
  await device.online()
  const history = (parts: string) =>
    device.server.asked.filter((request) => request.startsWith(`GET /messages?with=ben${parts}`))
  const shown = () => device.chat().messages.map(({ number }) => number)
  return { ...device, history, shown }
}

describe('a chat opened around a number', () => {
  test('shows that place at once, and loads the newest end afterwards', async () => {
    const { client, server, chat, shown, history } = await anaWith(5000)
    server.hold('GET /messages?with=ben&limit')
    const opening = client.openChat('ben', { around: 2000 })
    await Promise.resolve()
    expect(chat()).toMatchObject({ isLoaded: false, isLoading: true, hasAfter: true, messages: [] })
    await settle()
    expect(shown()).toEqual(numbers(1975, 2024))
    expect(chat()).toMatchObject({ isLoaded: true, isLoading: false, hasBefore: true, hasAfter: true })
    server.release('GET /messages?with=ben&limit')
    await opening
    expect(shown()).toEqual(numbers(1975, 2024))
    expect(history('').map((request) => request.split('ben')[1])).toEqual([
      '&around=2000&limit=50',
      '&limit=15',
    ])
  })

  test('needs no page around it when that is here', async () => {
    const { client, shown, history } = await anaWith(5000)
    await client.openChat('ben', { around: 2000 })
    await client.openChat('ben')
    expect(shown()).toEqual(numbers(4986, 5000))
    await client.openChat('ben', { around: 1980 })
    expect(shown()).toEqual(numbers(1975, 2024))
    expect(history('&around')).toHaveLength(1)
  })

  test('before the list has come waits for it, and stays there', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 3000; n++) device.server.says('ben', 'ana', `${n}`)
    await device.client.start()
    const opening = device.client.openChat('ben', { around: 700 })
    await device.online()
    await opening
    await settle()
    expect(device.bodies()).toEqual(numbers(675, 724).map(String))
    expect(device.chat()).toMatchObject({ isLoaded: true, hasAfter: true })
  })

  test('below 1 shows the oldest, beyond the last the newest end', async () => {
    const { client, chat, shown, history } = await anaWith(5000)
    for (const around of [-7, 0]) await client.openChat('ben', { around })
    expect([shown(), chat().hasBefore, chat().hasAfter]).toEqual([numbers(1, 25), false, true])
    for (const around of [5000, 5001, Infinity]) {
      await client.openChat('ben', { around: 2 })
      await client.openChat('ben', { around })
      expect([shown(), chat().hasAfter, chat().isLoaded]).toEqual([numbers(4986, 5000), false, true])
    }
    expect(history('&around')).toEqual(['GET /messages?with=ben&around=1&limit=50'])
  })

  test('beyond the last before the list has come ends at the newest end', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 2000; n++) device.server.says('ben', 'ana', `${n}`)
    await device.client.start()
    const opening = device.client.openChat('ben', { around: Infinity })
    device.server.hold('GET /conversations')
    device.sockets.last.greet(device.server.head)
    await settle()
    expect(device.chat()).toMatchObject({ isLoaded: true, hasAfter: false })
    device.server.release('GET /conversations')
    await opening
    expect(device.bodies().at(-1)).toBe('2000')
  })

  test('with somebody to whom nothing was said is empty, loaded, and at its newest end', async () => {
    const device = await anaWith(0)
    await device.client.openChat('chloe', { around: 3 })
    expect(device.chat('chloe')).toMatchObject({ isLoaded: true, hasBefore: false, hasAfter: false })
  })

  test('after a lost answer is asked for again, and one that is refused is said', async () => {
    const { client, clock, server, shown } = await anaWith(5000)
    const lost = ['lost', 'down'] as const
    let times = 0
    server.interfere = (request) => (request.includes('around=') ? lost[times++] : undefined)
    const opening = client.openChat('ben', { around: 2000 })
    await clock.pass(5000)
    await opening
    expect([times, shown()]).toEqual([3, numbers(1975, 2024)])
    server.interfere = () => ({ status: 404, body: problem('not_found', 404) })
    await expect(client.openChat('ben', { around: 3000 })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('and then around another shows the second, whichever page comes first', async () => {
    const { client, server, chat, shown } = await anaWith(5000)
    server.hold('GET /messages?with=ben&around=1500')
    const first = client.openChat('ben', { around: 1500 })
    await client.openChat('ben', { around: 3500 })
    expect(shown()).toEqual(numbers(3475, 3524))
    server.release('GET /messages?with=ben&around=1500')
    await first
    expect(shown()).toEqual(numbers(3475, 3524))
    await client.openChat('ben', { around: 1500 })
    expect([shown(), chat().hasAfter]).toEqual([numbers(1475, 1524), true])
  })

  test('is forgotten at sign-out', async () => {
    const { client, chat } = await anaWith(5000)
    await client.openChat('ben', { around: 2000 })
    await client.signOut()
    expect(chat()).toMatchObject({ hasAfter: false, messages: [] })
    await client.signIn({ login: 'ana', password: 'secret' })
    expect(chat()).toMatchObject({ hasAfter: false, messages: [] })
  })
})

describe('from an old place', () => {
  test('one scrolls both ways, until it joins the newest end and follows it', async () => {
    const { client, server, chat, shown } = await anaWith(1400)
    await client.openChat('ben', { around: 60 })
    expect(shown()).toEqual(numbers(35, 84))
    const older = client.loadOlder('ben')
    expect(chat()).toMatchObject({ isLoadingOlder: true, isLoadingNewer: false })
    await older
    expect([shown(), chat().hasBefore]).toEqual([numbers(1, 84), false])
    const newer = client.loadNewer('ben')
    expect(chat()).toMatchObject({ isLoadingOlder: false, isLoadingNewer: true })
    await newer
    expect(shown()).toEqual(numbers(1, 134))
    while (chat().hasAfter) {
      await client.loadNewer('ben')
      expect(shown()).toEqual(numbers(1, shown().length))
    }
    expect(shown()).toEqual(numbers(1, 1400))
    server.says('ben', 'ana', 'new')
    await settle()
    expect([shown().at(-1), chat().hasAfter]).toEqual([1401, false])
  })

  test('a hole of at most a thousand up to the newest end fills by itself, without a gap in what is shown', async () => {
    const { client, chat, shown } = await anaWith(1500)
    const gaps: unknown[] = []
    client.subscribe(() => {
      if (chat().hasAfter && shown().some((number, at) => number !== shown()[0]! + at)) gaps.push(shown())
    })
    await client.openChat('ben', { around: 461 })
    await settle()
    expect([shown(), chat().hasAfter, gaps]).toEqual([numbers(436, 1500), false, []])
  })

  test('a larger one stays, and is not asked for', async () => {
    const { client, shown, history } = await anaWith(1500)
    await client.openChat('ben', { around: 460 })
    await settle()
    expect([shown(), history('&after')]).toEqual([numbers(435, 484), []])
  })

  test('a small hole to an older place fills by itself as well', async () => {
    const { client, shown } = await anaWith(5000)
    await client.openChat('ben', { around: 500 })
    await client.openChat('ben', { around: 1500 })
    await settle()
    expect(shown()).toEqual(numbers(475, 1524))
  })

  test('there is nothing newer to load at the newest end', async () => {
    const { client, server, shown } = await anaWith(100)
    await client.openChat('ben')
    server.asked.length = 0
    await client.loadNewer('ben')
    expect([server.asked, shown()]).toEqual([[], numbers(86, 100)])
  })

  test('going back shows what is here of the newest end at once', async () => {
    const { client, chat, shown } = await anaWith(5000)
    await client.openChat('ben', { around: 2000 })
    client.showLatest('Ben')
    expect([shown(), chat().hasAfter]).toEqual([numbers(4986, 5000), false])
    const snapshot = client.getSnapshot()
    client.showLatest('ben')
    expect(client.getSnapshot()).toBe(snapshot)
  })

  test('going back before the newest end has come shows none of the old place', async () => {
    const { client, server, chat, shown } = await anaWith(5000)
    server.hold('GET /messages?with=ben&limit')
    const opening = client.openChat('ben', { around: 2000 })
    await settle()
    client.showLatest('ben')
    expect(chat()).toMatchObject({ messages: [], isLoaded: false, isLoading: true, hasAfter: false })
    server.release('GET /messages?with=ben&limit')
    await opening
    expect(shown()).toEqual(numbers(4986, 5000))
  })
})

describe('while an old place is shown', () => {
  test('new messages do not appear in it, and are there on going back', async () => {
    const device = await anaWith(5000)
    await device.client.openChat('ben', { around: 2000 })
    const before = device.chat().messages
    device.server.says('ben', 'ana', 'new')
    await settle()
    expect(device.chat().messages).toBe(before)
    expect(device.chat().conversation).toMatchObject({ lastNumber: 5001, unread: 1 })
    device.client.showLatest('ben')
    expect(device.bodies().slice(-2)).toEqual(['5000', 'new'])
    device.expectInStep()
  })

  test('what is sent goes out, and shows at the newest end only', async () => {
    const device = await anaWith(5000)
    await device.client.openChat('ben', { around: 2000 })
    device.server.interfere = (request) => (request.startsWith('POST') ? 'down' : undefined)
    device.client.send('ben', 'from the past')
    await settle()
    expect(device.pending()).toEqual([])
    device.client.showLatest('ben')
    expect(device.pending()).toEqual(['from the past: queued'])
    await device.client.openChat('ben', { around: 2000 })
    device.server.interfere = () => undefined
    await device.clock.pass(5000)
    expect([device.pending(), device.bodies().at(-1)]).toEqual([[], '2024'])
    device.client.showLatest('ben')
    expect([device.pending(), device.bodies().at(-1)]).toEqual([[], 'from the past'])
    device.expectInStep()
  })

  test('edits in it appear, by their bell and after an absence', async () => {
    const device = await anaWith(5000)
    await device.client.openChat('ben', { around: 2000 })
    device.server.edits('ben', 1975, 'edited')
    await settle()
    expect(device.bodies()[0]).toBe('edited')
    await device.away(() => {
      device.server.edits('ben', 2024, 'edited too')
      for (let n = 1; n <= 1200; n++) device.server.says('ben', 'ana', 'meanwhile')
    })
    expect(device.shown()).toEqual(numbers(1975, 2024))
    expect(device.bodies().at(-1)).toBe('edited too')
    device.client.showLatest('ben')
    expect(device.shown().at(-1)).toBe(6200)
    device.expectInStep()
  })

  test('another life of the database loads that place anew', async () => {
    const device = await anaWith(5000)
    await device.client.openChat('ben', { around: 2000 })
    device.server.hold('GET /messages?with=ben&around')
    await device.away(() => {
      device.server.loses('ben', 1000, 'second')
      device.server.edits('ben', 2000, 'of the second life')
    })
    expect(device.chat()).toMatchObject({ messages: [], isLoaded: false, isLoading: true, hasAfter: true })
    device.server.release('GET /messages?with=ben&around')
    await settle()
    expect(device.shown()).toEqual(numbers(1975, 2024))
    expect(device.bodies()[25]).toBe('of the second life')
    device.client.showLatest('ben')
    expect(device.shown()).toEqual(numbers(3986, 4000))
    device.expectInStep()
  })

  test('another life in which that place is gone shows the newest end', async () => {
    const device = await anaWith(5000)
    await device.client.openChat('ben', { around: 3500 })
    await device.away(() => device.server.loses('ben', 2000, 'second'))
    expect([device.shown().at(-1), device.chat().hasAfter]).toEqual([3000, false])
    device.expectInStep()
  })
})
