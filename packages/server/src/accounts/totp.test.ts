import { expect, test } from 'vitest'
import { base32, codeAt, stepOf } from './totp.ts'

/** Of RFC 6238, appendix B; there with eight digits, of which these are the last six. */
const secret = Buffer.from('12345678901234567890')

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code is that of the standard', (seconds, code) => {
  const step = Math.floor(seconds / 30)
  expect(codeAt(secret, step)).toBe(code)
  expect(stepOf(secret, code, seconds * 1000)).toBe(step)
})

test('a code is good one step before and after its own, and no longer', () => {
  const at = (step: number) => stepOf(secret, codeAt(secret, 1000), step * 30_000)
  expect([998, 999, 1000, 1001, 1002].map(at)).toEqual([null, 1000, 1000, 1000, null])
})

test('secrets are told in the letters of RFC 4648', () => {
  expect(base32(Buffer.from('fooba'))).toBe('mzxw6ytb')
  expect(base32(secret)).toBe('gezdgnbvgy3tqojqgezdgnbvgy3tqojq')
})
