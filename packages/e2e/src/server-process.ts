// The server as people run it: the real command in a process of its own, over a folder of its own.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { type CastName, cast, castPassword, TestPerson } from '@chatapp/server/testing'

const cli = join(import.meta.dirname, '../../server/src/cli/chatapp.ts')

export class ServerProcess {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'chatapp-e2e-'))
  readonly #settings: Record<string, string>
  #child: ChildProcess | null = null
  #admin: TestPerson | null = null
  /** All that it printed, for a look at what went wrong. */
  readonly printed: string[] = []
  url = ''

  constructor(settings: Record<string, string> = {}) {
    this.#settings = settings
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Ends when it takes requests. Once started, it comes back on the same port. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'serve'], {
      env: {
        ...process.env,
        DATA_DIR: this.#dataDir,
        PORT: this.url ? new URL(this.url).port : '0',
        RATE_LIMIT: 'off',
        NODE_V8_COVERAGE: '',
        // Every test starts one: the second one and later need not compile anew.
        NODE_COMPILE_CACHE: join(tmpdir(), 'chatapp-e2e-compiled'),
        ...this.#settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    createInterface(child.stderr).on('line', (line) => this.printed.push(line))
    const lines = createInterface(child.stdout)
    const exited = once(child, 'exit').then(() => {
      throw new Error(`The server ended:\n${this.printed.join('\n')}`)
    })
    exited.catch(() => {})
    const ready = new Promise<string>((resolve) => {
      lines.on('line', (line) => {
        this.printed.push(line)
        const url = /^ChatApp is at (\S+)/.exec(line)?.[1]
        if (url) resolve(url)
      })
    })
    this.url = await Promise.race([ready, exited])
  }

  /** SIGTERM lets it end in its own way, SIGKILL does not. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child || !this.isRunning) return
    this.#child = null
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  /** Brings in the cast and so many more, each with the cast's password. */
  async seed(people: number): Promise<void> {
    await this.chatapp('seed', '--people', String(people), '--password', castPassword)
  }

  /** The link that `chatapp reset-link` prints for somebody. */
  async resetLink(username: string): Promise<string> {
    const lines = (await this.chatapp('reset-link', username)).split('\n')
    const { hash } = new URL(lines.find((line) => line.includes('/reset#'))!)
    // The command does not know which port this server was given.
    return `${this.url}/reset${hash}`
  }

  /** As if everybody who is signed in had done so a day ago. */
  ageSessions(): void {
    using database = new DatabaseSync(join(this.#dataDir, 'chatapp.db'), { timeout: 5000 })
    const dayMs = 24 * 3_600_000
    database
      .prepare('UPDATE auth_session SET created_at = ?, confirmed_at = NULL')
      .run(new Date(Date.now() - dayMs).toISOString())
  }

  /** As if everybody who asked to be deleted had done so two weeks ago. Ends when they are gone. */
  async letGraceEnd(): Promise<void> {
    await this.stop()
    using database = new DatabaseSync(join(this.#dataDir, 'chatapp.db'), { timeout: 5000 })
    database.exec('UPDATE deletions SET due_at = 1')
    await this.start()
    const left = database.prepare(
      'SELECT (SELECT count(*) FROM deletions WHERE done_at IS NULL) + (SELECT count(*) FROM profile_news) AS n',
    )
    while (left.get()!.n !== 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  /** Another command on the same database. @returns what it printed. */
  async chatapp(...parameters: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', cli, ...parameters],
      { env: { ...process.env, DATA_DIR: this.#dataDir, NODE_V8_COVERAGE: '' } },
    )
    return stdout
  }

  /** The link that the console shows as long as there is no administrator. */
  async setUpLink(): Promise<string> {
    for (let tries = 0; tries < 100; tries++) {
      const link = this.printed.find((line) => line.includes('/setup#'))
      if (link) return link
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('No set-up link was printed.')
  }

  /** One of the cast, or anybody else, signed up over the API. */
  async join(username: CastName | (string & {}), name?: string): Promise<TestPerson> {
    const person = new TestPerson(this.url)
    const { status, body, problem } = await person.call('signUp', {
      body: {
        name: name ?? (username in cast ? cast[username as CastName] : username),
        username,
        email: `${username}@example.com`,
        password: castPassword,
      },
    })
    if (status !== 201) throw new Error(`${username} cannot join: ${JSON.stringify(problem)}`)
    person.me = body.user
    return person
  }

  /** The first administrator, made with the link on the console; the same one each time. */
  async admin(): Promise<TestPerson> {
    if (this.#admin) return this.#admin
    const admin = new TestPerson(this.url)
    const token = new URL(await this.setUpLink()).hash.slice(1)
    const about = { name: 'Ada Root', username: 'root_ada', email: 'root_ada@example.com' }
    const answer = await admin.call('setUp', { body: { token, ...about, password: castPassword } })
    if (answer.status !== 201) throw new Error(`No administrator: ${JSON.stringify(answer.problem)}`)
    admin.me = answer.body.user
    this.#admin = admin
    return admin
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.#dataDir, { recursive: true, force: true })
  }
}
