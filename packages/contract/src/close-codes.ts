/** Why a socket was closed, and whether the client comes back: by back-off, after a random 0-5 s, or not at all. */
export const closeCodes = {
  tooBig: { code: 1009, comeBack: 'back-off' },
  restart: { code: 1012, comeBack: 'soon' },
  overloaded: { code: 1013, comeBack: 'back-off' },
  badFrame: { code: 4400, comeBack: 'back-off' },
  signedOut: { code: 4401, comeBack: 'never' },
  foreignOrigin: { code: 4403, comeBack: 'never' },
  noHeartbeat: { code: 4408, comeBack: 'back-off' },
  tooFast: { code: 4429, comeBack: 'back-off' },
} as const satisfies Record<string, { code: number; comeBack: 'back-off' | 'soon' | 'never' }>

export type CloseReason = keyof typeof closeCodes
