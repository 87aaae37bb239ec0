import type { Conversation, HiddenMessage, Marks } from '@chatapp/contract'
import { describe, expect, test } from 'vitest'
import { apply, conversationToFetch } from './apply.ts'
import { type ChatState, emptyState, messageAt } from './state.ts'
import { anaAfter, conversation, fromAna, idOf, message, numbers, page } from './testing/cast.ts'

const bodyOf = (state: ChatState, number: number) => {
  const found = messageAt(state.histories.get('ben'), number)
  return found && 'body' in found ? found.body : undefined
}
const heldOf = (state: ChatState) => state.histories.get('ben')?.held ?? []
const withBen = (state: ChatState): Conversation => state.conversations.get('ben')!
const known = (lastNumber: number, patch: Partial<Conversation> = {}) =>
  ({ type: 'conversation', conversation: conversation(lastNumber, patch) }) as const
const arrived = (number: number, patch = {}) =>
  ({ type: 'message', peer: 'ben', message: message(number, patch) }) as const
const created = (created: ReturnType<typeof message>, seq: number) =>
  ({ type: 'created', message: created, seq }) as const

describe('a message', () => {
  test('of a higher version wins, in whatever order they arrive', () => {
    const older = arrived(1, { version: 2, body: 'older' })
    const newer = arrived(1, { version: 3, body: 'newer' })
    expect(bodyOf(anaAfter(older, newer), 1)).toBe('newer')
    expect(bodyOf(anaAfter(newer, older), 1)).toBe('newer')
  })

  test('of the same version changes nothing, not even the reference', () => {
    const state = anaAfter(arrived(1))
    expect(apply(state, arrived(1, { body: 'other' }))).toBe(state)
  })

  test('is kept although its range is not held, so that an older page cannot bring the old text back', () => {
    const edited = anaAfter(arrived(2, { version: 2, body: 'edited' }))
    expect(heldOf(edited)).toEqual([])
    const paged = apply(edited, page([message(1), message(2), message(3)]))
    expect([bodyOf(paged, 1), bodyOf(paged, 2)]).toEqual(['message 1', 'edited'])
  })

  test('that is held is replaced in place, and the others stay the same objects', () => {
    const state = anaAfter(page([message(1), message(2), message(3)]))
    const next = apply(state, arrived(2, { version: 2, body: 'edited' }))
    const [first, second, third] = next.histories.get('ben')!.messages
    expect(second).toMatchObject({ body: 'edited' })
    expect([first, third]).toEqual([message(1), message(3)])
    expect(first).toBe(state.histories.get('ben')!.messages[0])
  })

  test('that the caller hid replaces what was there', () => {
    const hidden: HiddenMessage = { id: idOf(1), number: 1, version: 2, hidden: true }
    const state = anaAfter(page([message(1)]), { type: 'message', peer: 'ben', message: hidden })
    expect(messageAt(state.histories.get('ben'), 1)).toEqual(hidden)
  })
})

describe('a conversation', () => {
  test('of a higher seq wins as a whole', () => {
    const state = anaAfter(known(3, { seq: 7, unread: 2 }), known(2, { seq: 8, unread: 0 }))
    expect(withBen(state)).toEqual(conversation(2, { seq: 8, unread: 0 }))
  })

  test('of an equal or lower seq is ignored', () => {
    const state = anaAfter(known(3, { seq: 7 }))
    expect(apply(state, known(4, { seq: 7 }))).toBe(state)
    expect(apply(state, known(4, { seq: 6 }))).toBe(state)
  })
})

describe('marks', () => {
  const marks = (patch: Partial<Marks>) =>
    ({
      type: 'marks',
      marks: { with: 'ben', seq: 20, read: 0, peerRead: 0, peerDelivered: 0, ...patch },
    }) as const
  const ten = numbers(1, 10).map((number) => message(number))
  const unreadTen = known(10, { readNumber: 4, unread: 6, peerReadNumber: 5, peerDeliveredNumber: 6 })

  test('never go down, and carry the conversation to their seq', () => {
    const state = anaAfter(unreadTen, marks({ read: 3, peerRead: 8, peerDelivered: 2 }))
    expect(withBen(state)).toMatchObject({
      ...{ readNumber: 4, unread: 6, peerReadNumber: 8, peerDeliveredNumber: 6, seq: 20 },
    })
  })

  test('that change nothing give the same state', () => {
    const state = anaAfter(unreadTen)
    expect(apply(state, marks({ seq: 10, read: 4, peerRead: 5, peerDelivered: 6 }))).toBe(state)
  })

  test('up to the last number leave nothing unread', () => {
    const state = anaAfter(unreadTen)
    expect(conversationToFetch(state, marks({ read: 10 }))).toBeNull()
    expect(withBen(apply(state, marks({ read: 10 }))).unread).toBe(0)
  })

  test('below it leave the live messages of the peer above the mark, when all of them are here', () => {
    const items = [...ten.slice(0, 6), fromAna(7), message(8, { deletedAt: 'now' }), message(9), message(10)]
    const state = anaAfter(unreadTen, page(items))
    expect(conversationToFetch(state, marks({ read: 5 }))).toBeNull()
    expect(withBen(apply(state, marks({ read: 5 }))).unread).toBe(3)
  })

  test('below it need the conversation when one of them is missing, or hidden', () => {
    const state = anaAfter(unreadTen, page(ten.slice(6), { hasBefore: true }))
    expect(conversationToFetch(state, marks({ read: 5 }))).toBe('ben')
    expect(apply(state, marks({ read: 5 }))).toBe(state)
    expect(conversationToFetch(state, marks({ read: 6 }))).toBeNull()
    const hidden: HiddenMessage = { id: idOf(9), number: 9, version: 2, hidden: true }
    const hid = apply(state, { type: 'message', peer: 'ben', message: hidden })
    expect(conversationToFetch(hid, marks({ read: 6 }))).toBe('ben')
  })

  test('count at most a hundred', () => {
    const many = numbers(1, 150).map((number) => message(number))
    const state = anaAfter(known(150, { readNumber: 0, unread: 100 }), page(many))
    expect(withBen(apply(state, marks({ seq: 200, read: 20 }))).unread).toBe(100)
    expect(withBen(apply(state, marks({ seq: 200, read: 60 }))).unread).toBe(90)
  })

  test('of an unknown conversation need it', () => {
    expect(conversationToFetch(emptyState('ana'), marks({}))).toBe('ben')
  })
})

describe('a new message', () => {
  test('from the peer is the last one, unread, and read by the peer who had read everything', () => {
    const state = anaAfter(known(4), created(message(5), 9))
    expect(withBen(state)).toMatchObject({
      ...{ lastNumber: 5, lastMessage: message(5), unread: 1, readNumber: 4, peerReadNumber: 5, seq: 9 },
    })
    expect(heldOf(state)).toEqual([{ first: 5, last: 5 }])
  })

  test('from the peer moves no mark that stood lower', () => {
    const state = anaAfter(known(4, { peerReadNumber: 2 }), created(message(5), 9))
    expect(withBen(state).peerReadNumber).toBe(2)
  })

  test('beyond a hundred unread leaves a hundred', () => {
    const state = anaAfter(known(4, { unread: 100 }), created(message(5), 9))
    expect(withBen(state).unread).toBe(100)
  })

  test('of her own is read when everything before it was', () => {
    expect(withBen(anaAfter(known(4), created(fromAna(5), 9)))).toMatchObject({ readNumber: 5, unread: 0 })
    const unseen = anaAfter(known(4, { readNumber: 3, unread: 1 }), created(fromAna(5), 9))
    expect(withBen(unseen)).toMatchObject({ lastNumber: 5, readNumber: 3, unread: 1, seq: 9 })
  })

  test('needs the conversation when that is unknown, or a number lies between', () => {
    expect(conversationToFetch(emptyState('ana'), created(message(1), 1))).toBe('ben')
    expect(conversationToFetch(anaAfter(known(4)), created(message(6), 9))).toBe('ben')
    const state = anaAfter(known(4), created(message(6), 9))
    expect([withBen(state), bodyOf(state, 6)]).toEqual([conversation(4), 'message 6'])
  })

  test('needs the conversation when it may change more than the last message', () => {
    for (const patch of [{ archived: true }, { request: 'incoming' as const }])
      expect(conversationToFetch(anaAfter(known(4, patch)), created(message(5), 9))).toBe('ben')
    expect(conversationToFetch(anaAfter(known(4)), created(message(5, { deletedAt: 'now' }), 9))).toBe('ben')
  })

  test('leaves a conversation alone whose state is as late or later', () => {
    const state = anaAfter(known(7, { seq: 9 }))
    expect(conversationToFetch(state, created(message(5), 9))).toBeNull()
    expect(withBen(apply(state, created(message(5), 9)))).toBe(withBen(state))
  })

  test('arriving twice has no effect the second time', () => {
    const state = anaAfter(known(4), created(message(5), 9))
    expect(apply(state, created(message(5), 9))).toBe(state)
  })
})

describe('the answer to a send', () => {
  const sent = (number: number) => ({ type: 'sent', message: fromAna(number) }) as const

  test('makes the next message the last one and leaves seq', () => {
    expect(withBen(anaAfter(known(4), sent(5)))).toMatchObject({
      ...{ lastNumber: 5, lastMessage: fromAna(5), readNumber: 5, seq: 4 },
    })
  })

  test('whose number is not the next keeps the message only', () => {
    const state = anaAfter(known(4), sent(6))
    expect([withBen(state), bodyOf(state, 6)]).toEqual([conversation(4), 'message 6'])
  })

  test('in a conversation not yet known keeps the message', () => {
    const state = anaAfter(sent(1))
    expect([state.conversations.size, bodyOf(state, 1)]).toEqual([0, 'message 1'])
  })

  test('before its bells or after them gives the same', () => {
    const start = [known(4), page(numbers(1, 4).map((number) => message(number)))]
    const bells = [created(fromAna(5), 9), created(fromAna(6), 10)]
    const after = anaAfter(...start, ...bells)
    expect(withBen(after)).toMatchObject({ lastNumber: 6, readNumber: 6, unread: 0, seq: 10 })
    expect(anaAfter(...start, sent(5), sent(6), ...bells)).toEqual(after)
    expect(anaAfter(...start, sent(6), sent(5), ...bells)).toEqual(after)
    expect(anaAfter(...start, ...bells, sent(6), sent(5))).toEqual(after)
    expect(anaAfter(...start, sent(5), bells[0]!, sent(6), bells[1]!)).toEqual(after)
  })

  test('overtaken by an edit does not bring the first text back', () => {
    const edited = {
      type: 'message',
      peer: 'ben',
      message: fromAna(5, { version: 2, body: 'edited' }),
    } as const
    expect(bodyOf(anaAfter(known(4), edited, sent(5)), 5)).toBe('edited')
  })
})

describe('a page', () => {
  const items = (first: number, last: number) => numbers(first, last).map((number) => message(number))

  test('holds from its first to its last message', () => {
    const state = anaAfter(page(items(5, 8), { hasBefore: true, hasAfter: true }))
    expect(heldOf(state)).toEqual([{ first: 5, last: 8 }])
    expect(state.histories.get('ben')!.isLoaded).toBe(false)
  })

  test('holds as far as was asked, also where messages are gone', () => {
    expect(heldOf(anaAfter(page(items(5, 8), { before: 11, hasAfter: true })))).toEqual([
      { first: 1, last: 10 },
    ])
    expect(heldOf(anaAfter(page(items(5, 8), { after: 2, hasBefore: true })))).toEqual([
      { first: 3, last: 8 },
    ])
    expect(heldOf(anaAfter(page([], { before: 11, hasAfter: true })))).toEqual([{ first: 1, last: 10 }])
    expect(heldOf(anaAfter(page([], { after: 4, hasBefore: true })))).toEqual([])
  })

  test('that is empty says that there is nothing', () => {
    const state = anaAfter(page([]))
    expect(state.histories.get('ben')).toEqual({ messages: [], held: [], isLoaded: true })
  })

  test('may come in any order and overlap others', () => {
    const pages = [
      page(items(8, 12), { hasBefore: true }),
      page(items(1, 5), { hasAfter: true }),
      page(items(4, 9), { hasBefore: true, hasAfter: true }),
    ]
    const state = anaAfter(...pages)
    expect(state.histories.get('ben')!.messages).toEqual(items(1, 12))
    expect(heldOf(state)).toEqual([{ first: 1, last: 12 }])
    expect(anaAfter(...pages.toReversed())).toEqual(state)
    const edited = arrived(6, { version: 2, body: 'edited' })
    expect(anaAfter(edited, ...pages)).toEqual(apply(state, edited))
    expect(apply(state, pages[2]!)).toBe(state)
  })
})

describe('starting over', () => {
  test('drops the histories, then takes the list whatever its seq was', () => {
    const before = anaAfter(known(9, { seq: 50 }), page([message(9)], { hasBefore: true }))
    const reset = apply(before, { type: 'reset', head: 3, epoch: 'second' })
    expect(reset).toMatchObject({ cursor: 3, epoch: 'second', isComplete: false, generation: 1 })
    expect(reset.histories.size).toBe(0)
    const twice = [conversation(2, { seq: 2 }), conversation(3, { seq: 3 }), conversation(2, { seq: 2 })]
    const loaded = apply(reset, { type: 'loaded', conversations: twice })
    expect([loaded.isComplete, withBen(loaded)]).toEqual([true, conversation(3, { seq: 3 })])
  })

  test('keeps pages that land between the head and the list', () => {
    const reset = anaAfter({ type: 'reset', head: 3, epoch: 'first' }, page([message(1)]))
    const loaded = apply(reset, { type: 'loaded', conversations: [] })
    expect(bodyOf(loaded, 1)).toBe('message 1')
  })
})
