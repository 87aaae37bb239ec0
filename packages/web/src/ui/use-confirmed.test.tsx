import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anasScreen } from '../testing/anas-screen.tsx'
import { useClient } from '../use-chat.ts'
import { useConfirmed } from './use-confirmed.tsx'

const refusal = (code: string, status: number, errors: object[] = []) => ({
  status,
  body: { type: '', title: 'No', status, code, requestId: '', errors },
})

function Dangerous() {
  const client = useClient()
  const { confirmed, dialog } = useConfirmed()
  const [said, say] = useState('')
  const end = () =>
    confirmed(client.endOtherSessions).then(
      (answer) => say(answer === null ? 'not confirmed' : 'done'),
      () => say('refused'),
    )
  return (
    <div>
      <button type="button" onClick={() => void end()}>
        Dangerous
      </button>
      <p role="status">{said}</p>
      {dialog}
    </div>
  )
}

/** Her session is old; the server takes one password. */
async function anasOldSession() {
  const screen = await anasScreen()
  const { server } = screen
  let passwords = ['right']
  let isFresh = false
  server.interfere = (request) => {
    if (request === 'DELETE /me/sessions')
      return isFresh ? { status: 204 } : refusal('reauthentication_required', 401)
    if (request !== 'POST /me/confirm') return undefined
    isFresh = passwords.shift() === 'right'
    return isFresh
      ? { status: 204 }
      : refusal('validation_failed', 422, [{ path: '/password', code: 'wrong' }])
  }
  await screen.draw(<Dangerous />)
  return {
    ...screen,
    /** What the server will think of those that come. */
    takes: (...next: ('right' | 'wrong')[]) => {
      passwords = next
    },
    tries: () => server.asked.filter((request) => request === 'DELETE /me/sessions').length,
    button: page.getByRole('button', { name: 'Dangerous' }),
    dialog: page.getByRole('dialog', { name: 'Is it you?' }),
    password: page.getByLabelText('Your password'),
  }
}

test('what is refused until one confirms is done once one has, and the focus is where it was', async () => {
  const { button, dialog, password, takes, tries, client } = await anasOldSession()
  takes('wrong', 'right')
  await button.click()
  await expect.element(dialog).toBeVisible()
  await expect.element(password).toHaveFocus()
  await userEvent.keyboard('a guess{Enter}')
  await expect.element(page.getByText('This is not your password.')).toBeVisible()
  await expect.element(password).toHaveFocus()
  await password.fill('hers')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('status')).toHaveTextContent('done')
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(button).toHaveFocus()
  expect(tries()).toBe(2)
  expect(client.getSnapshot().status).toBe('online')

  // Once confirmed, nobody is asked.
  await button.click()
  await expect.poll(tries).toBe(3)
  await expect.element(dialog).not.toBeInTheDocument()
})

test('Escape and Cancel are a no: nothing is done, and one can be asked again', async () => {
  const { button, dialog, tries } = await anasOldSession()
  for (const leave of [
    () => userEvent.keyboard('{Escape}'),
    () => page.getByRole('button', { name: 'Cancel' }).click(),
  ]) {
    await button.click()
    await expect.element(dialog).toBeVisible()
    await leave()
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(page.getByRole('status')).toHaveTextContent('not confirmed')
    await expect.element(button).toHaveFocus()
  }
  expect(tries()).toBe(2)
})

test('another refusal asks for nothing', async () => {
  const { button, dialog, server } = await anasOldSession()
  server.interfere = () => refusal('rate_limited', 429)
  await button.click()
  await expect.element(page.getByRole('status')).toHaveTextContent('refused')
  await expect.element(dialog).not.toBeInTheDocument()
})
