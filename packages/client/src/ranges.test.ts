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

test('around a number a chat shows the range that holds it, and nothing beside', () => {
  const held = [range(1, 5), range(8, 9), range(12, 13)]
  expect(shownRange(held, 8)).toEqual(range(8, 9))
  expect(shownRange(held, 5)).toEqual(range(1, 5))
  expect(shownRange(held, 7)).toBeNull()
})

test('beside a number the small hole above is filled first, then the one below', () => {
  const held = [range(1, 5), range(8, 9), range(1010, 1013), range(2014, 2020)]
  expect(holeToFill(held, 9)).toEqual(range(10, 1009))
  expect(holeToFill(held, 1011)).toEqual(range(1014, 2013))
  expect(holeToFill([range(1, 5), range(8, 9), range(1011, 1013)], 8)).toEqual(range(6, 7))
  expect(holeToFill([range(1, 5), range(1007, 1010), range(3000, 3001)], 1008)).toBeNull()
  expect(holeToFill(held, 6)).toBeNull()
})

test('small holes are filled from the top, large ones are left', () => {
  expect(holeToFill([range(1, 5), range(8, 9), range(12, 13)])).toEqual(range(10, 11))
  expect(holeToFill([range(1, 5), range(1007, 1010)])).toBeNull()
  expect(holeToFill([range(1, 5)])).toBeNull()
})
