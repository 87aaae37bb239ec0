import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type Config, ConfigError, isLoopback, projectRoot, readConfig, readEnvironment } from './config.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

/** What is wrong with these settings, a line each. */
function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).mistakes
  }
}

test('without settings it serves this machine from its own folder', () => {
  const dataDir = join(projectRoot, 'data')
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    dataDir,
    databaseUrl: `sqlite:${join(dataDir, 'chatapp.db')}`,
    redisUrl: null,
    mail: null,
    signUp: null,
    secret: null,
    messagesToLoad: 15,
    messageMaxLength: 8000,
    rateLimit: true,
    adminMayRead: false,
    trustedProxies: [],
    logLevel: 'info',
  } satisfies Config)
})

test('what is set is taken, spaces around it aside', () => {
  const config = readConfig({
    PORT: ' 8080 ',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://Chat.Example:443/',
    DATA_DIR: '/var/lib/chatapp',
    DATABASE_URL: 'mysql://chat:p%40ss@db.example:3307/chat',
    REDIS_URL: 'rediss://:secret@bells.example',
    SMTP_URL: 'smtps://chat:sesame@mail.example',
    MAIL_FROM: 'ChatApp <chat@chat.example>',
    SIGN_UP: 'invite',
    SECRET: 'x'.repeat(32),
    MESSAGES_TO_LOAD: '100',
    MESSAGE_MAX_LENGTH: '1',
    RATE_LIMIT: 'off',
    TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8 ,2001:db8::/32',
    ADMIN_MAY_READ: 'on',
    LOG_LEVEL: 'silent',
  })
  expect(config).toEqual({
    port: 8080,
    host: '0.0.0.0',
    publicUrl: 'https://chat.example',
    dataDir: '/var/lib/chatapp',
    databaseUrl: 'mysql://chat:p%40ss@db.example:3307/chat',
    redisUrl: 'rediss://:secret@bells.example',
    mail: { url: 'smtps://chat:sesame@mail.example', from: 'ChatApp <chat@chat.example>' },
    signUp: 'invite',
    secret: 'x'.repeat(32),
    messagesToLoad: 100,
    messageMaxLength: 1,
    rateLimit: false,
    adminMayRead: true,
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
    logLevel: 'silent',
  })
  expect(Object.isFrozen(config)).toBe(true)
})

test('what is empty counts as not set', () => {
  const names = [
    'PORT',
    'HOST',
    'PUBLIC_URL',
    'DATA_DIR',
    'DATABASE_URL',
    'REDIS_URL',
    'SMTP_URL',
    'MAIL_FROM',
    'SECRET',
    'RATE_LIMIT',
    'TRUSTED_PROXIES',
    'LOG_LEVEL',
  ]
  for (const empty of ['', '  '])
    expect(readConfig(Object.fromEntries(names.map((name) => [name, empty])))).toEqual(readConfig({}))
})

const secrets = ['SECRET', 'DATABASE_URL', 'REDIS_URL', 'SMTP_URL']
const bad: Record<string, { values: string[]; allowed: string }> = {
  PORT: {
    values: ['abc', '-1', '65536', '80.5', '0x50', '1e3', '8 0', '٣'],
    allowed: 'a whole number from 0 to 65535',
  },
  HOST: {
    values: ['a b', 'http://localhost', '1.2.3.4:80', '-x', '/'],
    allowed: 'an IP address or a host name',
  },
  PUBLIC_URL: {
    values: [
      ...[
        'chat.example',
        'ftp://chat.example',
        'https://',
        'https://chat.example/app',
        'https://a@b.example',
      ],
      ...['https://chat.example/?x=1', 'https://chat.example/#x', 'javascript:alert(1)', '*'],
    ],
    allowed: 'an http or https address without a path',
  },
  DATABASE_URL: {
    values: [
      ...['sqlite:', 'chatapp.db', 'oracle://x', 'sqlite', 'mysql:', 'mysql://', 'mysql://root@localhost'],
      ...['mysql://localhost/', 'mysql://localhost/a/b', 'mysql://localhost/a?ssl=no', 'postgres://x/y'],
    ],
    allowed: 'sqlite: and a path, or mysql://user:password@host:port/database',
  },
  REDIS_URL: {
    values: ['redis', 'localhost:6379', 'redis:', 'redis://', 'http://localhost:6379'],
    allowed: 'redis:// or rediss://, with a host',
  },
  SMTP_URL: {
    values: ['mail.example', 'smtp:', 'smtp://', 'http://mail.example'],
    allowed: 'smtp:// or smtps://, with a host',
  },
  MAIL_FROM: {
    values: ['chat', 'a b@c', 'Chat <chat>', 'a@b, c@d', 'x"<a@b>'],
    allowed: 'an e-mail address, with a name or without',
  },
  SECRET: { values: ['short', 'x'.repeat(31)], allowed: 'at least 32 characters' },
  MESSAGES_TO_LOAD: { values: ['0', '101', 'all', '1.5'], allowed: 'a whole number from 1 to 100' },
  MESSAGE_MAX_LENGTH: { values: ['0', '100001', '-8000'], allowed: 'a whole number from 1 to 100000' },
  RATE_LIMIT: { values: ['true', '1', 'ON', 'no', 'constructor', '__proto__'], allowed: 'on or off' },
  TRUSTED_PROXIES: {
    values: ['localhost', '10.0.0.0/33', '::1/129', '127.0.0.1,', '10.0.0.0/8/8', '/8', '*', 'loopback'],
    allowed: 'IP addresses or networks',
  },
  LOG_LEVEL: { values: ['INFO', 'verbose', 'trace'], allowed: 'debug, info, warn, error, silent' },
}

test.each(Object.entries(bad))('a bad %s is named, with what is allowed', (name, { values, allowed }) => {
  for (const value of values) {
    const [mistake, ...others] = mistakesOf({ [name]: value })
    expect(others, value).toEqual([])
    expect(mistake).toContain(name)
    expect(mistake).toContain(`must be ${allowed}`)
    if (!secrets.includes(name)) expect(mistake).toContain(`"${value}"`)
  }
})

test('what may hold a password is not repeated', () => {
  for (const name of secrets)
    expect(mistakesOf({ [name]: 'oracle://ana:hunter2@x' }).join()).not.toContain('hunter2')
})

test('all mistakes are reported at once, each on a line of its own', () => {
  const env = Object.fromEntries(Object.entries(bad).map(([name, { values }]) => [name, values[0]!]))
  const mistakes = mistakesOf(env)
  expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual(Object.keys(bad).sort(byOrder(mistakes)))
  expect(() => readConfig(env)).toThrow(mistakes.join('\n'))
})

const byOrder = (mistakes: readonly string[]) => (one: string, other: string) =>
  mistakes.findIndex((mistake) => mistake.startsWith(one)) -
  mistakes.findIndex((mistake) => mistake.startsWith(other))

test('an address that other machines can reach needs a public name', () => {
  for (const host of ['0.0.0.0', '192.168.1.2', '::', 'chat.example', '128.0.0.1', '10.0.0.127'])
    expect(mistakesOf({ HOST: host })).toEqual([expect.stringMatching(/^HOST .*PUBLIC_URL/)])
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1'])
    expect(mistakesOf({ HOST: host })).toEqual([])
  expect(mistakesOf({ HOST: '0.0.0.0', PUBLIC_URL: 'https://chat.example' })).toEqual([])
  // Together with other mistakes, but not twice for the same.
  expect(mistakesOf({ HOST: '0.0.0.0', PORT: 'x' })).toHaveLength(2)
  expect(mistakesOf({ HOST: '0.0.0.0', PUBLIC_URL: 'nonsense' })).toHaveLength(1)
})

test('loopback is what only this machine can reach', () => {
  for (const host of ['localhost', '127.0.0.1', '127.255.255.254', '::1']) expect(isLoopback(host)).toBe(true)
  for (const host of [
    '0.0.0.0',
    '::',
    '127.example',
    '1.127.0.0',
    'localhost.example',
    '127.0.0.1.example',
    '',
  ])
    expect(isLoopback(host)).toBe(false)
})

test('.env.local wins over .env, and the environment over both', () => {
  using folder = temporaryFolder()
  const write = (name: string, lines: string[]) => writeFileSync(join(folder.path, name), lines.join('\n'))
  const read = () => {
    const { PORT, LOG_LEVEL, MESSAGES_TO_LOAD } = readEnvironment(folder.path)
    return [PORT, LOG_LEVEL, MESSAGES_TO_LOAD]
  }
  expect(read()).toEqual([undefined, undefined, undefined])
  write('.env', ['# mine', 'PORT=1', 'LOG_LEVEL=debug', 'MESSAGES_TO_LOAD="5"'])
  expect(read()).toEqual(['1', 'debug', '5'])
  write('.env.local', ['PORT=2', "LOG_LEVEL='warn' # quiet"])
  expect(read()).toEqual(['2', 'warn', '5'])
  vi.stubEnv('PORT', '3')
  expect(read()).toEqual(['3', 'warn', '5'])
  expect(readConfig(readEnvironment(folder.path))).toMatchObject({
    port: 3,
    logLevel: 'warn',
    messagesToLoad: 5,
  })
})
