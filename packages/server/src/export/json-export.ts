import type { ExportFormat } from './export-format.ts'

/** The shape is told in docs/privacy.md. */
export const jsonExport: ExportFormat = {
  extension: 'json',
  contentType: 'application/json; charset=utf-8',

  begin({ picture, ...about }) {
    const encoded = picture && {
      mediaType: 'image/webp',
      base64: Buffer.from(picture).toString('base64'),
    }
    const head = JSON.stringify({ format: 'chatapp-export', version: 1, ...about, picture: encoded })
    return `${head.slice(0, -1)},"conversations":[`
  },

  beginConversation: (conversation, isFirst) =>
    `${isFirst ? '' : ','}\n${JSON.stringify(conversation).slice(0, -1)},"messages":[\n`,

  messages: (messages, _about, _conversation, isFirst) =>
    messages.map((message, at) => `${isFirst && at === 0 ? '' : ','}${JSON.stringify(message)}\n`).join(''),

  endConversation: () => ']}',
  end: () => '\n]}\n',
}
