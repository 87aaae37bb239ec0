/** What every implementation of the bus must do; each calls this from its own test file. */
import { expect, test } from 'vitest'
import type { Log } from '../runtime.ts'
import type { Bus } from './bus.ts'

/**
 * @param makeBuses so many buses of one instance, as its processes have them; for a bus of one process, the same
 * one each time. They are closed by the suite.
 */
export function busSuite(
  name: string,
  makeBuses: (log: Pick<Log, 'error'>, count: number) => Promise<Bus[]>,
): void {
  async function open(count = 2) {
    const errors: unknown[] = []
    const buses = await makeBuses({ error: (error) => void errors.push(error) }, count)
    return {
      here: buses[0]!,
      there: buses.at(-1)!,
      errors,
      [Symbol.asyncDispose]: async () => void (await Promise.all(buses.map((bus) => bus.close()))),
    }
  }

  test(`${name}: all who listen on a channel hear everything, in the order in which it was said`, async () => {
    await using opened = await open()
    const { here, there } = opened
    const [first, second, third] = [listener(), listener(), listener()]
    await here.subscribe('a', first.listen)
    await here.subscribe('a', second.listen)
    await there.subscribe('a', third.listen)

    for (let i = 0; i < 100; i++) here.publish('a', [`${i}`, `${i} again`])

    const expected = Array.from({ length: 100 }, (_, i) => [`${i}`, `${i} again`]).flat()
    for (const { heard, hears } of [first, second, third]) {
      await hears('99 again')
      expect(heard).toEqual(expected)
    }
  })

  test(`${name}: other channels hear nothing of it`, async () => {
    await using opened = await open()
    const { here, there } = opened
    const [one, other, longer] = [listener(), listener(), listener()]
    await there.subscribe('person:1', one.listen)
    await there.subscribe('person:2', other.listen)
    await there.subscribe('person:12', longer.listen)

    here.publish('person:1', ['for one'])
    here.publish('nobody', ['lost'])
    here.publish('person:2', ['for the other'])
    here.publish('person:12', ['end'])

    // Between channels there is no order.
    await one.hears('for one')
    await longer.hears('end')
    await other.hears('for the other')
    expect([one.heard, other.heard, longer.heard]).toEqual([['for one'], ['for the other'], ['end']])
  })

  test(`${name}: a subscription is there once it says so`, async () => {
    await using opened = await open()
    const { here, there } = opened
    for (let i = 0; i < 50; i++) {
      const { listen, hears } = listener()
      await there.subscribe(`round ${i}`, listen)
      here.publish(`round ${i}`, ['hello'])
      await hears('hello')
    }
  })

  test(`${name}: who unsubscribes hears no more, and the others go on`, async () => {
    await using opened = await open()
    const { here, there } = opened
    const [leaving, staying] = [listener(), listener()]
    const leave = await there.subscribe('a', leaving.listen)
    await there.subscribe('a', staying.listen)
    here.publish('a', ['before'])
    await leaving.hears('before')

    await leave()
    here.publish('a', ['after'])

    await staying.hears('after')
    expect(leaving.heard).toEqual(['before'])
    await leave()
    here.publish('a', ['later'])
    await staying.hears('later')
  })

  test(`${name}: a channel that everyone left can be entered again`, async () => {
    await using opened = await open()
    const { here, there } = opened
    const [before, after] = [listener(), listener()]
    const leave = await there.subscribe('a', before.listen)
    await leave()
    here.publish('a', ['into the void'])
    await there.subscribe('a', after.listen)
    await leave()
    here.publish('a', ['hello again'])

    await after.hears('hello again')
    expect([before.heard, after.heard]).toEqual([[], ['hello again']])
  })

  test(`${name}: the same listener may come twice and leave once`, async () => {
    await using opened = await open()
    const { here, there } = opened
    const { listen, hears, heard } = listener()
    const leave = await there.subscribe('a', listen)
    await there.subscribe('a', listen)
    await leave()

    here.publish('a', ['once'])
    here.publish('a', ['end'])

    await hears('end')
    expect(heard).toEqual(['once', 'end'])
  })

  test(`${name}: a listener that throws harms neither the others nor the one who publishes`, async () => {
    await using opened = await open()
    const { here, there, errors } = opened
    const fault = new Error('a listener stumbles')
    const { listen, hears } = listener()
    await there.subscribe('a', () => {
      throw fault
    })
    await there.subscribe('a', listen)

    here.publish('a', ['one'])
    here.publish('a', ['two'])

    await hears('two')
    expect(errors).toEqual([fault, fault])
  })

  test(`${name}: a listener may unsubscribe, or subscribe another, while it is told`, async () => {
    await using opened = await open()
    const { here, there } = opened
    const [later, steady] = [listener(), listener()]
    let subscribed: Promise<unknown> = Promise.resolve()
    let told = 0
    const leave = await there.subscribe('a', () => {
      told++
      subscribed = Promise.all([leave(), there.subscribe('a', later.listen)])
    })
    await there.subscribe('a', steady.listen)

    here.publish('a', ['first'])
    await steady.hears('first')
    await subscribed
    here.publish('a', ['second'])

    await steady.hears('second')
    await later.hears('second')
    expect(told).toBe(1)
  })

  test(`${name}: a closed bus tells nobody, and publishing on it is no mistake`, async () => {
    await using opened = await open()
    const { here, errors } = opened
    const { listen, heard } = listener()
    await here.subscribe('a', listen)
    await here.close()
    here.publish('a', ['too late'])
    await here.close()
    expect([heard, errors]).toEqual([[], []])
  })
}

/** Somebody who listens, and can be waited for. */
function listener() {
  const heard: string[] = []
  let wake = () => {}
  return {
    heard,
    listen: (texts: readonly string[]) => {
      heard.push(...texts)
      wake()
    },
    /** Until a text has come. */
    async hears(text: string): Promise<void> {
      while (!heard.includes(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
