import type { ApiToken, Conversation, Me, Message, SecondFactor, SessionState } from '@chatapp/contract'

/** What stands before the conversations. */
export interface About {
  /** ISO 8601, UTC, as all times. */
  exportedAt: string
  profile: Me
  /** WebP. */
  picture: Uint8Array | null
  secondFactor: SecondFactor
  sessions: SessionState[]
  /** What is known of them; they themselves are kept nowhere. */
  tokens: ApiToken[]
  totalMessages: number
}

/** As its list has it, without what stands among its messages. */
export type ExportedConversation = Omit<Conversation, 'lastMessage' | 'draft'>

/** Writes a file piece by piece: the beginning, each conversation with its messages in order, the end. */
export interface ExportFormat {
  readonly extension: string
  readonly contentType: string
  begin(about: About): string
  beginConversation(conversation: ExportedConversation, isFirst: boolean): string
  /** Each message ends with the only line feed in it, so that whoever reads the file knows how many have come. */
  messages(messages: Message[], about: About, conversation: ExportedConversation, isFirst: boolean): string
  endConversation(): string
  end(): string
}
