/** The command line as somebody runs it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { stackSettings } from './stack.ts'

export const chatappFile = resolve(import.meta.dirname, '../cli/chatapp.ts')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a command to its end. @param input what is piped into it. */
export async function runChatapp(
  parameters: string[],
  env: Record<string, string>,
  input = '',
): Promise<Ended> {
  const child = spawnChatapp(parameters, await onStack(env))
  child.stdin!.on('error', () => {}).end(input)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  return { code, stdout, stderr }
}

export interface ServingProcess extends AsyncDisposable {
  readonly url: string
  /** Waits until it has printed something. @returns the match. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Sends a signal. @returns its exit code, null when the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>
}

/** `chatapp serve`, once it takes requests. Disposed of, it is asked to stop, so that its coverage is written. */
export async function serveChatapp(env: Record<string, string>): Promise<ServingProcess> {
  const child = spawnChatapp(['serve'], { PORT: '0', RATE_LIMIT: 'off', ...(await onStack(env)) })
  const says = listenTo(child)
  const exited = once(child, 'exit') as Promise<[number | null]>
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    const [code] = await exited
    return code
  }
  const [, url] = await says(/ChatApp is at (\S+)/)
  return { url: url!, says, end, [Symbol.asyncDispose]: async () => void (await end('SIGTERM')) }
}

function listenTo(child: ChildProcess): ServingProcess['says'] {
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += chunk))
  return (pattern) =>
    new Promise((found, failed) => {
      const look = () => {
        const match = pattern.exec(output)
        if (match) found(match)
      }
      look()
      for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look)
      child.once('close', (code) => failed(new Error(`it ended with ${code}:\n${output}`)))
    })
}

export function spawnChatapp(parameters: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [chatappFile, ...parameters], { env: childEnvironment(env) })
}

const onStack = async (env: Record<string, string>): Promise<Record<string, string>> =>
  env.DATABASE_URL || !env.DATA_DIR ? env : { ...(await stackSettings(env.DATA_DIR)), ...env }

/** Compiled code is kept between the many starts, unless its lines are to be counted. */
export function childEnvironment(env: Record<string, string>): NodeJS.ProcessEnv {
  const cache = join(tmpdir(), 'chatapp-test-compile-cache')
  const counted = process.env.NODE_V8_COVERAGE !== undefined
  return { ...process.env, ...(counted ? {} : { NODE_COMPILE_CACHE: cache }), ...env }
}
