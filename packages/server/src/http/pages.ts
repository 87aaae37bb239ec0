/** What is not the API: the app's files, and the API's documentation. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { docsPage, docsStyle } from './docs-page.ts'
import { openApiOf } from './openapi.ts'

/** @param webDir the built web app, or null to serve the API alone. */
export async function addPages(http: FastifyInstance, version: string, webDir: string | null): Promise<void> {
  const openApi = openApiOf(version)
  const page = docsPage(openApi)
  http.get('/openapi.json', async () => openApi)
  http.get('/docs', (_, reply) => reply.type('text/html; charset=utf-8').send(page))
  http.get('/docs.css', (_, reply) => reply.type('text/css; charset=utf-8').send(docsStyle))
  if (webDir !== null && existsSync(join(webDir, 'index.html'))) await addApp(http, webDir)
}

/** One page app: its files by name, its page for every other path that a person may open. */
async function addApp(http: FastifyInstance, webDir: string): Promise<void> {
  await http.register(fastifyStatic, {
    root: webDir,
    wildcard: false,
    index: false,
    preCompressed: true,
    // Built files carry their content's hash in their name.
    setHeaders: (reply, path) =>
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  })
  const sendApp = (reply: FastifyReply) => reply.sendFile('index.html')
  for (const path of [
    '/',
    '/c/:username',
    '/new',
    '/settings',
    '/settings/profile',
    '/settings/password',
    '/admin',
    '/admin/people',
    '/admin/people/:username',
    '/admin/sign-up',
    '/admin/audit',
    '/admin/messages',
    '/settings/two-step',
    '/settings/new-token',
    '/sign-in',
    '/sign-up',
    '/setup',
    '/settings/email',
    '/confirm-email',
    '/forgot',
    '/reset',
    '/try',
    '/goodbye',
    '/welcome-back',
  ])
    http.get(path, (_, reply) => sendApp(reply))
  // A person who asks for a page that is not there is told so by the app.
  http.get('/*', (request, reply) => {
    const isPage =
      request.headers.accept?.includes('text/html') && !/^\/(?:api|assets|demo)\//.test(request.url)
    if (!isPage) return reply.callNotFound()
    return sendApp(reply.code(404))
  })
}
