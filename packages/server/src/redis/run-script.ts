import { createHash } from 'node:crypto'

/** Runs a script by its digest; only a Redis that does not know it yet is sent the script itself. */
export async function runScript(
  send: (command: string[]) => Promise<unknown>,
  script: string,
  key: string,
  parameters: readonly number[],
): Promise<unknown> {
  const rest = ['1', key, ...parameters.map(String)]
  try {
    return await send(['EVALSHA', digestOf(script), ...rest])
  } catch (error) {
    if (!(error as Error).message.startsWith('NOSCRIPT')) throw error
    return send(['EVAL', script, ...rest])
  }
}

const digests = new Map<string, string>()

function digestOf(script: string): string {
  const digest = digests.get(script) ?? createHash('sha1').update(script).digest('hex')
  digests.set(script, digest)
  return digest
}
