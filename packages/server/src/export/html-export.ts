/** A page that is read without this server, or any: no script, no address but its own, nothing fetched. */
import { hash } from 'node:crypto'
import type { Message } from '@chatapp/contract'
import type { About, ExportedConversation, ExportFormat } from './export-format.ts'
import { Html, html } from './html.ts'

const style = `
:root { color-scheme: light dark; --ink: #16181d; --quiet: #4d5562; --page: #fff; --theirs: #f1f3f6; --mine: #dbe8ff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --quiet: #b0b8c5; --page: #101318; --theirs: #20252d; --mine: #1a2f58 } }
body { margin: 0 auto; padding: 1rem; max-width: 50rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1, h2 { line-height: 1.25 }
img { border-radius: 50%; display: block }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem }
dt, small, .quiet { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap }
summary { padding: .5rem 0; font-weight: 600; cursor: pointer; overflow-wrap: anywhere }
ol { list-style: none; margin: 0; padding: 0 }
li.message { content-visibility: auto; contain-intrinsic-size: auto 5rem; margin: .5rem 0; padding: .5rem .75rem; border-radius: .75rem; background: var(--theirs); margin-inline-end: 15% }
li.mine { background: var(--mine); margin-inline: 15% 0 }
li:target { outline: 2px solid }
li p { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap }
`
const policy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; img-src data:; base-uri 'none'; form-action 'none'`

export const htmlExport: ExportFormat = {
  extension: 'html',
  contentType: 'text/html; charset=utf-8',
  begin: (about) => pageHead(about).text,
  beginConversation: (conversation) => conversationHead(conversation).text,
  messages: (messages, { profile }, { peer }) =>
    messages
      .map((message) => {
        const isMine = message.from === profile.username
        return `${messageItem(message, isMine ? profile.name : peer.name, isMine).text}\n`
      })
      .join(''),
  endConversation: () => '</ol></details>\n',
  end: () => '</main></body></html>\n',
}

const pageHead = ({
  exportedAt,
  profile,
  picture,
  secondFactor,
  sessions,
  tokens,
  totalMessages,
}: About): Html =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>ChatApp: the data of @${profile.username}</title>
<style>${new Html(style)}</style></head>
<body><main>
<h1>The data of <bdi>${profile.name}</bdi></h1>
<p class="quiet">Written on ${timeOf(exportedAt)}. All times are UTC.</p>
${pictureOf(picture)}
<h2>Profile</h2>
<dl>
${[
  row('Username', `@${profile.username}`),
  row('Name', profile.name),
  row('E-mail', profile.email ?? profile.pendingEmail ?? 'None'),
  row('About', profile.bio),
  row('Role', profile.role === 'admin' ? 'Administrator' : 'User'),
  row('Member since', timeOf(profile.createdAt)),
  row(
    'Two-step sign-in',
    secondFactor.onSince === null ? 'Off' : html`On since ${timeOf(secondFactor.onSince)}`,
  ),
  row('Recovery codes left', secondFactor.recoveryCodesLeft),
]}
</dl>
<h2>Where you are signed in</h2>
<ul>
${sessions.map(
  ({ device, address, createdAt, lastActiveAt }) =>
    html`<li>${device ?? 'Unknown device'}, ${address ?? 'unknown address'}: since ${timeOf(createdAt)}, last used ${timeOf(lastActiveAt)}</li>`,
)}
</ul>
<h2>Programs with a token</h2>
<ul>
${tokens.map(
  ({ name, createdAt, lastUsedAt }) =>
    html`<li><bdi>${name}</bdi>: since ${timeOf(createdAt)}, ${lastUsedAt === null ? 'never used' : html`last used ${timeOf(lastUsedAt)}`}</li>`,
)}
</ul>
<h2>Chats</h2>
<p class="quiet">${totalMessages} ${totalMessages === 1 ? 'message' : 'messages'} in all. Open a chat to read it.</p>
`

const pictureOf = (picture: Uint8Array | null): Html =>
  picture === null
    ? html``
    : html`<img alt="Your picture" width="128" height="128" src="data:image/webp;base64,${Buffer.from(picture).toString('base64')}">`

const row = (name: string, value: string | number | Html): Html =>
  html`<dt>${name}</dt><dd dir="auto">${value}</dd>`

const conversationHead = ({ peer, lastNumber }: ExportedConversation): Html =>
  html`<details><summary><bdi>${peer.name}</bdi> <small>@${peer.username} · ${lastNumber} ${lastNumber === 1 ? 'message' : 'messages'}</small></summary><ol>
`

const messageItem = (message: Message, name: string, isMine: boolean): Html =>
  html`<li id="m-${message.id}" class="message${isMine ? ' mine' : ''}"><small><bdi>${name}</bdi> · ${timeOf(message.createdAt)}${notesOf(message)}</small>${textOf(message)}</li>`

const notesOf = ({ editedAt, replyTo }: Message): Html[] => [
  ...(editedAt === null ? [] : [html` · edited ${timeOf(editedAt)}`]),
  ...(replyTo === null ? [] : [html` · <a href="#m-${replyTo}">answers an earlier message</a>`]),
]

const textOf = ({ body, deletedAt }: Message): Html =>
  deletedAt === null
    ? html`<p dir="auto">${body}</p>`
    : html`<p class="quiet">Message deleted on ${timeOf(deletedAt)}</p>`

/** Such as 2026-03-01 14:05:09. */
const timeOf = (iso: string): Html =>
  html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`
