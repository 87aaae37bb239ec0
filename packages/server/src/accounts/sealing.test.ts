import { expect, test } from 'vitest'
import { createSealing } from './sealing.ts'

const { seal, open } = createSealing('a secret of thirty-two characters')
const content = Buffer.from('12345678901234567890')

test('what is sealed opens for its person, and looks different each time', () => {
  const sealed = seal(content, 7)
  expect(sealed).toHaveLength(48)
  expect(sealed.includes(content)).toBe(false)
  expect(seal(content, 7)).not.toEqual(sealed)
  expect(open(new Uint8Array(sealed), 7)).toEqual(content)
})

test('it does not open for somebody else, with another key, or once it was changed', () => {
  const sealed = seal(content, 7)
  expect(() => open(sealed, 8)).toThrow()
  expect(() => createSealing('another secret of as many letters').open(sealed, 7)).toThrow()
  for (const at of [0, 15, 30]) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    expect(() => open(changed, 7)).toThrow()
  }
})
