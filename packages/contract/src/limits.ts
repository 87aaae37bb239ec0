/** The sizes and rates that both sides keep. Lengths are Unicode code points unless the name says bytes. */
export const limits = {
  usernameMin: 3,
  usernameMax: 32,
  nameMax: 200,
  bioMax: 300,
  bioLinesMax: 5,
  emailMax: 254,
  passwordMin: 8,
  sessionsMax: 100,
  passwordMax: 128,
  recoveryCodes: 10,
  graceDays: 14,
  tokensMax: 20,
  tokenNameMax: 60,
  invitationUsesMax: 1000,
  invitationDaysMax: 365,
  invitationsListed: 100,
  searchMax: 100,
  reasonMax: 200,
  pageDefault: 50,
  pageMax: 100,
  idsMax: 50,
  unreadMax: 100,
  bodyBytes: 64 * 1024,
  avatarBytes: 10 * 1024 * 1024,
  frameInBytes: 4 * 1024,
  frameOutBytes: 200,
  beatSeconds: 25,
} as const

/** For how many days a program's token may be good. */
export const tokenDays = [30, 90, 365] as const

/** JSON may escape one code point as twelve bytes (a surrogate pair); the rest of the object gets 4 KiB. */
export const messageBodyBytes = (maxLength: number): number => 12 * maxLength + 4 * 1024

export interface RateLimit {
  /** How many may come at once. */
  readonly burst: number
  /** How many a second come back. */
  readonly perSecond: number
  /** Whose count it is. */
  readonly per: 'person' | 'address' | 'node'
}

export const rateLimits = {
  sends: { burst: 30, perSecond: 5, per: 'person' },
  newConversations: { burst: 30, perSecond: 30 / 3600, per: 'person' },
  writes: { burst: 10, perSecond: 10, per: 'person' },
  addressMails: { burst: 5, perSecond: 5 / 3600, per: 'person' },
  profile: { burst: 20, perSecond: 1 / 30, per: 'person' },
  exports: { burst: 5, perSecond: 5 / 3600, per: 'person' },
  reads: { burst: 50, perSecond: 50, per: 'person' },
  avatars: { burst: 300, perSecond: 100, per: 'person' },
  peopleSearch: { burst: 5, perSecond: 5, per: 'person' },
  frames: { burst: 20, perSecond: 20, per: 'person' },
  signIn: { burst: 10, perSecond: 10 / 60, per: 'address' },
  resetMails: { burst: 3, perSecond: 3 / 3600, per: 'person' },
  signUp: { burst: 10, perSecond: 10 / 3600, per: 'address' },
  demo: { burst: 30, perSecond: 0.5, per: 'address' },
  sockets: { burst: 500, perSecond: 500, per: 'node' },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof rateLimits
