import { expect, test } from 'vitest'
import { addRange, holdsAll, holeToFill, type Range, shownRange } from './ranges.ts'

const range = (first: number, last: number): Range => ({ first, last })

test('ranges that touch or overlap become one', () => {
  const held = addRange(addRange([], 1, 5), 10, 12)
  expect(held).toEqual([range(1, 5), range(10, 12)])
  expect(addRange(held, 6, 9)).toEqual([range(1, 12)])
  expect(addRange(held, 6, 7)).toEqual([range(1, 7), range(10, 12)])
  expect(addRange(held, 3, 11)).toEqual([range(1, 12)])
})

test('what is held already, or empty, changes nothing', () => {
  const held = [range(1, 5)]
  expect(addRange(held, 2, 5)).toBe(held)
  expect(addRange(held, 9, 8)).toBe(held)
  expect(holdsAll(held, 1, 5)).toBe(true)
  expect(holdsAll(held, 5, 6)).toBe(false)
})

test('a chat shows what lies above small holes, and a large hole ends it', () => {
  expect(shownRange([])).toBeNull()
  expect(shownRange([range(1, 5), range(1006, 1010)])).toEqual(range(1, 1010))
  expect(shownRange([range(1, 5), range(1007, 1010), range(1020, 1030)])).toEqual(range(1007, 1030))
})

test('small holes are filled from the top, large ones are left', () => {
  expect(holeToFill([range(1, 5), range(8, 9), range(12, 13)])).toEqual(range(10, 11))
  expect(holeToFill([range(1, 5), range(1007, 1010)])).toBeNull()
  expect(holeToFill([range(1, 5)])).toBeNull()
})
