import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestServer } from './start-test-server.ts'
import type { Answer } from './test-person.ts'

/** A request with its path and its headers as they are, `Host` included, which fetch would not leave alone. */
export async function askRaw(
  { app }: TestServer,
  [method, path]: readonly [method: string, path: string],
  headers: Record<string, string | string[]> = {},
): Promise<Answer<unknown>> {
  const { address, port } = app.http.server.address() as AddressInfo
  const asked = request({
    host: address,
    port,
    method,
    path,
    headers: { host: `localhost:${port}`, ...headers },
  })
  return new Promise((resolve, reject) => {
    asked.on('error', reject)
    asked.on('response', async (response) => {
      const body = await text(response)
      const answer = response.headers['content-type']?.includes('json') ? JSON.parse(body) : body
      const headers = new Headers()
      for (const [name, values = []] of Object.entries(response.headersDistinct))
        for (const value of values) headers.append(name, value)
      resolve({ status: response.statusCode!, headers, body: answer, problem: answer })
    })
    asked.end()
  })
}
