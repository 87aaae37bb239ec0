import type { IncomingHttpHeaders } from 'node:http'

/** From where a server can be reached, as it is set up. */
export interface Reach {
  /** It listens where only programs of this machine get to. */
  readonly isLoopback: boolean
  readonly publicUrl: string | null
}

/** Names of this machine as a browser sends them in `Host`. */
const ownHost = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i
/** What a proxy or a tunnel adds to the requests of others. */
const forwarding = /^(forwarded|x-forwarded-.*|x-real-ip|via)$/

/**
 * Whether a request may have to do with a demo, which is for whoever sits at this machine. All of this must hold:
 * the server listens on loopback; it has no public address; the request names this machine as its host, so that no
 * page whose own name was pointed at 127.0.0.1 gets in; and no header says that it was passed on for somebody else.
 */
export function isAtThisMachine({ isLoopback, publicUrl }: Reach, headers: IncomingHttpHeaders): boolean {
  if (!isLoopback || publicUrl !== null) return false
  return ownHost.test(headers.host ?? '') && !Object.keys(headers).some((name) => forwarding.test(name))
}
