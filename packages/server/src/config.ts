/** Env and .env files become frozen settings; every mistake is reported at once. The only reader of process.env. */
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { type SignUpPolicy, signUpPolicies } from '@chatapp/contract'

export interface Config {
  readonly port: number
  readonly host: string
  /** The one origin under which people reach this instance, without a trailing slash; null: loopback only. */
  readonly publicUrl: string | null
  readonly dataDir: string
  /** `sqlite:` and a path, or `mysql://user:password@host:port/database`. */
  readonly databaseUrl: string
  /** `redis://` or `rediss://`: carries the bells between processes; null: this process is the only one. */
  readonly redisUrl: string | null
  /** `smtp://` or `smtps://`, and whom mails come from; null: no mail is sent. */
  readonly mail: { readonly url: string; readonly from: string } | null
  /** Null: as an administrator chose. */
  readonly signUp: SignUpPolicy | null
  /** Null: made at the first start and kept in the data folder. */
  readonly secret: string | null
  readonly messagesToLoad: number
  /** Unicode code points. */
  readonly messageMaxLength: number
  readonly rateLimit: boolean
  /** Whether administrators can read messages; people are told either way. */
  readonly adminMayRead: boolean
  /** Addresses and networks whose word on whom a request comes from is taken. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: LogLevel
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
type LogLevel = (typeof logLevels)[number]

/** What no message may repeat. */
const mayHoldPassword = new Set(['SECRET', 'DATABASE_URL', 'REDIS_URL', 'SMTP_URL'])

/** Says all that is wrong with the settings, a line each. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

export const projectRoot = resolve(import.meta.dirname, '../../..')

/** The environment as a process sees it: what is set wins over `.env.local`, which wins over `.env`. */
export function readEnvironment(root = projectRoot): NodeJS.Dict<string> {
  const files = ['.env', '.env.local'].map((name) => join(root, name)).filter(existsSync)
  return Object.assign({}, ...files.map((file) => parseEnv(readFileSync(file, 'utf8'))), process.env)
}

export function readConfig(env: NodeJS.Dict<string> = readEnvironment()): Config {
  const mistakes: string[] = []
  const setting = <T>(
    name: string,
    fallback: T,
    allowed: string,
    parse: (text: string) => T | undefined,
  ): T => {
    const text = env[name]?.trim()
    if (text === undefined || text === '') return fallback
    const value = parse(text)
    if (value !== undefined) return value
    const shown = mayHoldPassword.has(name) ? 'not acceptable' : `"${text}"`
    mistakes.push(`${name} is ${shown}; it must be ${allowed}.`)
    return fallback
  }

  const dataDir = resolve(
    projectRoot,
    setting<string>('DATA_DIR', 'data', 'a folder', (text) => text),
  )
  const smtpUrl = setting<string | null>(
    'SMTP_URL',
    null,
    'smtp:// or smtps://, with a host',
    parseServerUrl(/^smtps?:$/),
  )
  const mailFrom = setting<string | null>(
    'MAIL_FROM',
    null,
    'an e-mail address, with a name or without',
    parseSender,
  )
  if (smtpUrl !== null && mailFrom === null && !env.MAIL_FROM?.trim())
    mistakes.push('SMTP_URL is set; then MAIL_FROM must say from which address mails come.')
  const config: Config = {
    port: setting('PORT', 3000, 'a whole number from 0 to 65535', whole(0, 65535)),
    host: setting('HOST', '127.0.0.1', 'an IP address or a host name', parseHost),
    publicUrl: setting<string | null>(
      'PUBLIC_URL',
      null,
      'an http or https address without a path',
      parseOrigin,
    ),
    dataDir,
    databaseUrl: setting(
      'DATABASE_URL',
      `sqlite:${join(dataDir, 'chatapp.db')}`,
      'sqlite: and a path, or mysql://user:password@host:port/database',
      parseDatabaseUrl,
    ),
    redisUrl: setting<string | null>(
      'REDIS_URL',
      null,
      'redis:// or rediss://, with a host',
      parseServerUrl(/^rediss?:$/),
    ),
    mail: smtpUrl === null || mailFrom === null ? null : { url: smtpUrl, from: mailFrom },
    signUp: setting<SignUpPolicy | null>('SIGN_UP', null, signUpPolicies.join(', '), (text) =>
      signUpPolicies.find((policy) => policy === text),
    ),
    secret: setting<string | null>('SECRET', null, 'at least 32 characters', (text) =>
      text.length >= 32 ? text : undefined,
    ),
    messagesToLoad: setting('MESSAGES_TO_LOAD', 15, 'a whole number from 1 to 100', whole(1, 100)),
    messageMaxLength: setting(
      'MESSAGE_MAX_LENGTH',
      8000,
      'a whole number from 1 to 100000',
      whole(1, 100_000),
    ),
    rateLimit: setting('RATE_LIMIT', true, 'on or off', parseSwitch),
    adminMayRead: setting('ADMIN_MAY_READ', false, 'on or off', parseSwitch),
    trustedProxies: setting<readonly string[]>(
      'TRUSTED_PROXIES',
      [],
      'IP addresses or networks such as 10.0.0.0/8, with commas between',
      parseNetworks,
    ),
    logLevel: setting<LogLevel>('LOG_LEVEL', 'info', logLevels.join(', '), (text) =>
      logLevels.find((level) => level === text),
    ),
  }
  if (!isLoopback(config.host) && !env.PUBLIC_URL?.trim())
    mistakes.push(
      `HOST is "${config.host}", which other machines can reach; then PUBLIC_URL must say under which address they do.`,
    )
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return Object.freeze(config)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

const whole = (least: number, most: number) => (text: string) => {
  const number = Number(text)
  return /^\d+$/.test(text) && number >= least && number <= most ? number : undefined
}

function parseSwitch(text: string): boolean | undefined {
  return text === 'on' ? true : text === 'off' ? false : undefined
}

function parseHost(text: string): string | undefined {
  return isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text : undefined
}

function parseNetworks(text: string): string[] | undefined {
  const networks = text.split(',').map((network) => network.trim())
  const areAll = networks.every((network) => {
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(network) ?? []
    const version = isIP(address)
    return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128))
  })
  return areAll ? networks : undefined
}

function parseDatabaseUrl(text: string): string | undefined {
  if (/^sqlite:.+/.test(text)) return text
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWhole = url?.protocol === 'mysql:' && url.hostname !== '' && /^\/[^/]+$/.test(url.pathname)
  return isWhole && !url.search && !url.hash ? text : undefined
}

const parseServerUrl = (protocol: RegExp) => (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && protocol.test(url.protocol) && url.hostname !== '' ? text : undefined
}

function parseSender(text: string): string | undefined {
  const address = /^[^<>"\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text
  return /^[^\s@<>,]+@[^\s@<>,]+$/.test(address) ? text : undefined
}

function parseOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash
  return isOrigin && !url.username ? url.origin : undefined
}
