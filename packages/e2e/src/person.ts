// Somebody at a browser, in the words of what they do and see there.

import { castPassword } from '@chatapp/server/testing'
import type { Locator, Page } from '@playwright/test'

export class Person {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message to / })
  }
  get sendButton(): Locator {
    return this.page.getByRole('button', { name: 'Send' })
  }
  /** Every message of the open chat, pending ones included. */
  get messages(): Locator {
    return this.page.getByRole('list', { name: /^Messages with / }).getByRole('listitem')
  }
  /** What they say. */
  get texts(): Locator {
    return this.messages.locator('[dir=auto]')
  }
  /** What screen readers are told. */
  get announcements(): Locator {
    return this.page.getByRole('log')
  }
  /** The box that scrolls. */
  get history(): Locator {
    return this.page.locator('div:has(> div > ol)')
  }

  message(text: string): Locator {
    return this.messages.filter({ has: this.page.getByText(text, { exact: true }) })
  }
  /** The row of somebody in the list of chats. */
  chatRow(name: string): Locator {
    return this.page.getByRole('list', { name: 'Chats' }).getByRole('link').filter({ hasText: name })
  }
  unreadIn(name: string): Locator {
    return this.chatRow(name).getByText(/^\d+\+? unread$/)
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(path)
  }

  async openChat(username: string): Promise<void> {
    await this.goto(`/c/${username}`)
    await this.composer.waitFor()
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  async fillRegistration(username: string, name: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(name)
    await this.page.getByLabel('Username').fill(username)
    await this.page.getByLabel('E-mail').fill(`${username}@example.com`)
    await this.page.getByLabel('Password', { exact: true }).fill(castPassword)
  }

  async signUp(username: string, name: string): Promise<void> {
    await this.goto('/sign-up')
    await this.fillRegistration(username, name)
    await this.page.getByRole('button', { name: 'Make the account' }).click()
    await this.page.getByRole('heading', { name: 'Chats' }).waitFor()
  }

  async signIn(username: string): Promise<void> {
    await this.page.getByLabel('Username or e-mail').fill(username)
    await this.page.getByLabel('Password', { exact: true }).fill(castPassword)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  async findPerson(typed: string, name: string): Promise<void> {
    await this.page.getByRole('link', { name: 'New chat' }).click()
    await this.page.getByRole('searchbox', { name: 'Name or username' }).fill(typed)
    await this.page.getByRole('list', { name: 'People' }).getByRole('link', { name }).click()
    await this.composer.waitFor()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Your account' }).click()
    await this.page.getByRole('button', { name: 'Sign out' }).click()
    await this.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  }
}
