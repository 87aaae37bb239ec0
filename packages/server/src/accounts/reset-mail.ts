import type { Mail } from '../mail/mail-queue.ts'

export interface ResetMail {
  to: string
  name: string
  username: string
  link: string
}

export function resetMail({ to, name, username, link }: ResetMail): Mail {
  const about = `Somebody, probably you, asked for a new password for @${username} on ChatApp.`
  const what = 'This link sets it, once, within 30 minutes:'
  const otherwise = 'If it was not you, you need not do anything: your password stays as it is.'
  return {
    to,
    subject: 'Set a new password for ChatApp',
    text: `Hello ${name},\n\n${about}\n${what}\n\n${link}\n\n${otherwise}\n`,
    html: [
      `<p>Hello ${escaped(name)},</p>`,
      `<p>${escaped(about)} ${what}</p>`,
      `<p><a href="${escaped(link)}">Set a new password</a></p>`,
      `<p style="word-break:break-all">${escaped(link)}</p>`,
      `<p>${otherwise}</p>`,
    ].join('\n'),
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!)
