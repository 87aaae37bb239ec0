/** A message's ID: a UUID outside, its 16 bytes inside. */
export const parseId = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex')

export function formatId(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
