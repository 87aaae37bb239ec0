import { useState } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { anasScreen } from '../testing/anas-screen.tsx'
import { Modal } from './modal.tsx'

function Door() {
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {isOpen && (
        <Modal labelledBy="title" className="w-80" onClose={() => setOpen(false)}>
          {(close) => (
            <button type="button" id="title" onClick={close}>
              Close
            </button>
          )}
        </Modal>
      )}
    </div>
  )
}

test('who closes it and opens it again at once has it open', async () => {
  const { draw } = await anasScreen()
  await draw(<Door />)
  const button = document.querySelector('button')!
  const frames = (count: number) =>
    new Promise<void>((resolve) => {
      const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve())
      next()
    })
  button.click()
  await expect.element(page.getByRole('dialog')).toBeVisible()
  // As Escape does; the next key is an event of its own, before or after the browser tells of the closing.
  document.querySelector('dialog')!.requestClose()
  await null
  button.click()
  await frames(5)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})
