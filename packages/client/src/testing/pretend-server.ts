// One person's view of a server, in memory: enough of REST, feed and bells to drive a whole client by hand.
import type { Conversation, FeedItem, Me, Message, MessagePage, ServerFrame } from '@chatapp/contract'
import type { Fetch } from '../rest.ts'
import { conversation as blank, me, problem, user } from './cast.ts'

interface Talk {
  peer: string
  messages: Message[]
  marks: Pick<Conversation, 'readNumber' | 'deliveredNumber' | 'peerReadNumber' | 'peerDeliveredNumber'>
  seq: number
}

interface Answer {
  status: number
  body?: unknown
}

export class PretendServer {
  me = me('ana')
  head = 0
  epoch = 'first'
  /** Method and path of each request. */
  readonly asked: string[] = []
  /** Gives a network error (`'lost'`: after the work was done), an answer of its own, or lets the request through. */
  interfere: (request: string) => 'down' | 'lost' | Answer | undefined = () => undefined
  /** How long a request, and then its answer, is on the way. */
  travel: () => Promise<void> = async () => {}
  /** Answers to requests that begin so wait, as they were when asked, for `release`. */
  readonly #held = new Map<string, (() => void)[]>()
  readonly #talks = new Map<string, Talk>()
  readonly #amended = new Map<string, number>()
  ring: (frame: ServerFrame) => void = () => {}

  hold(request: string) {
    this.#held.set(request, [])
  }
  release(request: string) {
    const waiting = this.#held.get(request) ?? []
    this.#held.delete(request)
    for (const go of waiting) go()
  }

  says(from: string, to: string, body: string, id?: string): Message {
    const talk = this.#talk(from === 'ana' ? to : from)
    const number = talk.messages.length + 1
    const created: Message = {
      id:
        id ??
        `${talk.peer.padEnd(8, '0').replace(/[^0-9a-f]/g, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`,
      ...{ number, from, to, body, version: 1, revision: 1, editedAt: null, deletedAt: null, replyTo: null },
      createdAt: new Date(Date.UTC(2026, 0, 1) + (this.head + 1) * 1000).toISOString(),
      ...{ reactions: [], attachments: [] },
    }
    talk.messages.push(created)
    const mark = from === 'ana' ? 'readNumber' : 'peerReadNumber'
    if (talk.marks[mark] === number - 1) talk.marks[mark] = number
    talk.seq = ++this.head
    this.ring({ type: 'message.created', id: created.id, seq: talk.seq })
    return created
  }

  edits(peer: string, number: number, body: string) {
    const talk = this.#talk(peer)
    const before = talk.messages[number - 1]!
    const edited = { ...before, body, version: before.version + 1, revision: before.revision + 1 }
    talk.messages[number - 1] = edited
    talk.seq = ++this.head
    this.#amended.set(edited.id, talk.seq)
    this.ring({ type: 'message.changed', id: edited.id, seq: talk.seq })
  }

  marks(peer: string, patch: Partial<Talk['marks']>) {
    const talk = this.#talk(peer)
    Object.assign(talk.marks, patch)
    talk.seq = ++this.head
    this.ring({ type: 'marks', ...this.#marksOf(talk) })
  }

  /** Moves ana's read mark up, never down. */
  reads(peer: string, number: number) {
    if (number > this.#talk(peer).marks.readNumber) this.marks(peer, { readNumber: number })
  }

  /** Moves how far the peer's devices hold the messages up, never down. */
  receives(peer: string, number: number) {
    if (number > this.#talk(peer).marks.peerDeliveredNumber) this.marks(peer, { peerDeliveredNumber: number })
  }

  /** The list as a fresh device would get it. */
  conversations(): Conversation[] {
    return [...this.#talks.values()].map((talk) => this.#conversationOf(talk))
  }

  messagesWith(peer: string): Message[] {
    return this.#talks.get(peer)?.messages ?? []
  }

  /** As after a restore: the newest messages with one peer are gone, and the database has another life. */
  loses(peer: string, count: number, epoch: string) {
    const { messages, marks } = this.#talk(peer)
    messages.splice(-count)
    for (const mark of Object.keys(marks) as (keyof typeof marks)[])
      marks[mark] = Math.min(marks[mark], messages.length)
    this.beginsAnew(epoch)
  }

  /** As after a restore that lost nothing. */
  beginsAnew(epoch: string) {
    this.epoch = epoch
    this.#amended.clear()
    this.head = 0
    for (const talk of this.#talks.values()) talk.seq = ++this.head
  }

  readonly fetch: Fetch = async (address, init) => {
    const url = new URL(address)
    const path = url.pathname.replace('/api/v1', '') + url.search
    const request = `${init.method} ${path}`
    this.asked.push(request)
    await this.travel()
    const disturbance = this.interfere(request)
    if (disturbance === 'down') throw new TypeError('down')
    const answer =
      typeof disturbance === 'object'
        ? disturbance
        : this.#answer(`${init.method} ${url.pathname.replace('/api/v1', '')}`, url, init)
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
    const held = [...this.#held].find(([prefix]) => request.startsWith(prefix))
    if (held) await new Promise<void>((go) => held[1].push(go))
    await this.travel()
    if (init.signal?.aborted) throw new TypeError('aborted')
    if (disturbance === 'lost') throw new TypeError('lost')
    return new Response(text === '' ? null : text, { status: answer.status }) as Awaited<ReturnType<Fetch>>
  }

  #answer(route: string, url: URL, init: Parameters<Fetch>[1]): Answer {
    const [, collection = '', name = '', part] = route.split(' ')[1]!.split('/')
    const input = typeof init.body === 'string' ? JSON.parse(init.body) : {}
    const asked = Object.fromEntries(url.searchParams)
    switch (collection) {
      case 'instance':
        return ok({
          version: '0',
          needsSetUp: false,
          offersDemo: false,
          messagesToLoad: 15,
          messageMaxLength: 8000,
        })
      case 'me':
        return this.#ownProfile(route, input)
      case 'sign-in':
        return ok({ user: this.me })
      case 'sign-out':
        return { status: 204 }
      case 'feed':
        return ok(this.#feed(Number(asked.after), Number(asked.limit)))
      case 'conversations': {
        if (name === '') return ok({ items: this.conversations(), next: null })
        const talk = this.#talks.get(name)
        if (!talk) return missing
        if (part !== 'read') return ok(this.#conversationOf(talk))
        this.reads(name, input.number)
        return ok(this.#marksOf(talk))
      }
      case 'messages':
        if (init.method === 'POST') return this.#send(input)
        if (name !== '') {
          const found = this.#find(name)
          return found ? ok(found) : missing
        }
        return ok(this.#page(asked))
    }
    return missing
  }

  /** As if it was done on another device of hers. */
  changesMe(change: Partial<Me>) {
    this.me = { ...this.me, ...change }
    this.ring({ type: 'me.changed' })
  }

  #ownProfile(route: string, input: Partial<Me>): Answer {
    if (route === 'PATCH /me') this.changesMe(input)
    if (route === 'PUT /me/avatar') this.changesMe({ avatarUrl: `/api/v1/avatars/${this.asked.length}` })
    if (route === 'DELETE /me/avatar') this.changesMe({ avatarUrl: null })
    return ok(this.me)
  }

  #send({ id, to, body }: { id: string; to: string; body: string }): Answer {
    const known = this.#find(id)
    return known ? ok(known) : { status: 201, body: this.says('ana', to, body, id) }
  }

  /** As the real one answers. */
  #page({ with: peer = '', ids, limit = '15', ...places }: Record<string, string>): MessagePage {
    if (ids)
      return {
        items: ids.split(',').flatMap((id) => this.#find(id) ?? []),
        hasBefore: false,
        hasAfter: false,
      }
    const all = this.#talks.get(peer)?.messages ?? []
    const size = Number(limit)
    let last = all.length
    if (places.before) last = Number(places.before) - 1
    if (places.after) last = Number(places.after) + size
    if (places.around) last = Math.max(Number(places.around), 1) + Math.ceil(size / 2) - 1
    last = Math.min(last, all.length)
    const first = Math.max(1, places.after ? Number(places.after) + 1 : last - size + 1)
    return {
      items: all.slice(first - 1, Math.max(last, first - 1)),
      hasBefore: first > 1 && all.length > 0,
      hasAfter: last < all.length,
    }
  }

  #feed(after: number, limit: number) {
    const { head, epoch } = this
    if (after > head) return { items: [], cursor: head, head, more: false, epoch, reset: true }
    const items: FeedItem[] = this.conversations().map((conversation) => ({
      ...{ seq: conversation.seq, type: 'conversation', conversation },
    }))
    for (const [id, seq] of this.#amended) {
      const { from, to, number, version } = this.#find(id)!
      items.push({ seq, type: 'message', id, with: from === 'ana' ? to : from, number, version })
    }
    const above = items.filter(({ seq }) => seq > after).sort((a, b) => a.seq - b.seq)
    const seqs = [...new Set(above.map(({ seq }) => seq))]
    const last = seqs.slice(0, limit).at(-1) ?? after
    const more = seqs.length > limit
    return { items: above.filter(({ seq }) => seq <= last), cursor: more ? last : head, head, more, epoch }
  }

  #find(id: string): Message | undefined {
    return [...this.#talks.values()].flatMap(({ messages }) => messages).find((known) => known.id === id)
  }

  #talk(peer: string): Talk {
    const marks = { readNumber: 0, deliveredNumber: 0, peerReadNumber: 0, peerDeliveredNumber: 0 }
    const talk = this.#talks.get(peer) ?? { peer, messages: [], marks, seq: 0 }
    this.#talks.set(peer, talk)
    return talk
  }

  #conversationOf({ peer, messages, marks, seq }: Talk): Conversation {
    const unread = messages.filter(
      ({ from, number, deletedAt }) => from === peer && number > marks.readNumber && deletedAt === null,
    )
    return {
      ...blank(messages.length),
      ...marks,
      ...{
        peer: user(peer),
        lastMessage: messages.at(-1) ?? null,
        unread: Math.min(100, unread.length),
        seq,
      },
    }
  }

  #marksOf({ peer, marks, seq }: Talk) {
    const { readNumber, peerReadNumber, peerDeliveredNumber } = marks
    return { with: peer, seq, read: readNumber, peerRead: peerReadNumber, peerDelivered: peerDeliveredNumber }
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body: structuredClone(body) })
const missing: Answer = { status: 404, body: problem('not_found', 404) }
