/** What stands in the mails, as text and as HTML. */
import type { Mail } from '../mail/mail-queue.ts'

interface Letter {
  to: string
  subject: string
  /** Sentences, a paragraph each; the link comes after the first. */
  paragraphs: readonly [string, ...string[]]
  link?: { href: string; words: string }
}

interface ToPerson {
  to: string
  /** Null where the address may be of somebody else: a name is text of its owner's choice. */
  name: string | null
  username: string
}

type ToStranger = Omit<ToPerson, 'name'> & { link: string }

export const resetMail = ({ to, name, username, link }: ToPerson & { link: string }): Mail =>
  letter(name, {
    to,
    subject: 'Set a new password for ChatApp',
    paragraphs: [
      `Somebody, probably you, asked for a new password for @${username} on ChatApp. This link sets it, once, within 30 minutes:`,
      'If it was not you, you need not do anything: your password stays as it is.',
    ],
    link: { href: link, words: 'Set a new password' },
  })

export const confirmMail = ({ to, username, link }: ToStranger): Mail =>
  letter(null, {
    to,
    subject: 'Confirm your address for ChatApp',
    paragraphs: [
      `@${username} on ChatApp says that this is their address. If that is you, this link confirms it, once, within a day:`,
      'If it is not you, you need not do anything: the address stays unconfirmed.',
    ],
    link: { href: link, words: 'Confirm this address' },
  })

export const alreadyMail = ({ to, username, link }: ToStranger): Mail =>
  letter(null, {
    to,
    subject: 'You have an account on ChatApp',
    paragraphs: [
      `Somebody, perhaps you, wanted to use this address for a new account on ChatApp. You have one already: @${username}. Sign in with it, or ask there for a new password:`,
      'If it was not you, you need not do anything.',
    ],
    link: { href: link, words: 'Go to ChatApp' },
  })

export const askedMail = ({ to, name, username }: ToPerson): Mail =>
  letter(name, {
    to,
    subject: 'Another address for your ChatApp account',
    paragraphs: [
      `Somebody who is signed in as @${username} on ChatApp asked to use another address than this one. It changes when that one is confirmed.`,
      'If it was not you, set a new password now: it ends every session, and takes the change back.',
    ],
  })

/** @param what was changed, as the beginning of a sentence. */
export const changedMail = ({
  to,
  name,
  username,
  what,
  at,
  link,
}: ToPerson & { what: string; at: Date; link: string }): Mail =>
  letter(name, {
    to,
    subject: `${what} on ChatApp`,
    paragraphs: [
      `${what} for your account @${username} on ChatApp at ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC. If it was not you, ask for a new password now: it ends every session.`,
      'If it was you, you need not do anything.',
    ],
    link: { href: link, words: 'Ask for a new password' },
  })

function letter(name: string | null, { to, subject, paragraphs: [first, ...rest], link }: Letter): Mail {
  const greeting = name === null ? 'Hello,' : `Hello ${name},`
  const lines = [greeting, first, ...(link ? [link.href] : []), ...rest]
  const html = [
    `<p>${escaped(greeting)}</p>`,
    `<p>${escaped(first)}</p>`,
    ...(link
      ? [
          `<p><a href="${escaped(link.href)}">${link.words}</a></p>`,
          `<p style="word-break:break-all">${escaped(link.href)}</p>`,
        ]
      : []),
    ...rest.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
  ]
  return { to, subject, text: `${lines.join('\n\n')}\n`, html: html.join('\n') }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!)
