import { expect, test } from 'vitest'
import { anasScreen } from '../testing/anas-screen.tsx'
import { Avatar } from './avatar.tsx'

const ben = { username: 'ben', name: 'Ben Osei' }
const initials = () => document.querySelector('[data-initials="BO"]')

test('who has no picture, or one that does not come, is shown by their initials', async () => {
  const { draw } = await anasScreen()
  const screen = await draw(<Avatar person={{ ...ben, avatarUrl: null }} />)
  expect(initials()).not.toBeNull()

  // The server of these tests is in memory: a browser cannot fetch a picture from there.
  await screen.unmount()
  await draw(<Avatar person={{ ...ben, avatarUrl: '/api/v1/avatars/gone' }} />)
  await expect.poll(initials).not.toBeNull()
  expect(document.querySelector('img')).toBeNull()
})
