import { expect, test } from 'vitest'
import { nameMatches } from './name-matches.ts'

const chloe = { username: 'chloe', name: 'Chloé Martin-Zürich' }

test('a chat is found by the beginning of a word of the name, or by the username', () => {
  for (const typed of ['c', 'CHLOE', 'chloé', 'mart', '@chl', 'chloe martin'])
    expect(nameMatches(chloe, typed), typed).toBe(true)
  for (const typed of ['hloe', 'artin', '@martin zz']) expect(nameMatches(chloe, typed), typed).toBe(false)
})
