import { useEffect } from 'react'
import { useChat } from '../use-chat.ts'

/** The tab's title: how many unread, what is open, where. */
export function useTitle(title: string): void {
  const unread = useChat(({ conversations }) => conversations.reduce((sum, one) => sum + one.unread, 0))
  useEffect(() => {
    const count = unread > 99 ? '(99+) ' : unread > 0 ? `(${unread}) ` : ''
    document.title = `${count}${title} · ChatApp`
  }, [title, unread])
}
