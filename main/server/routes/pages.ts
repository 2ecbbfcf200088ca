import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { CONTENT_SECURITY_POLICY } from '../../../shared/content-security-policy.ts'

/** Pages by file name. Routing inside a page uses the fragment of the address. */
const PAGES = ['dashboard.html', 'tray.html'] as const
type PageName = (typeof PAGES)[number]

/** Registers `/` for browsers (the dashboard), probes and Claude Code (`HEAD /`), and the pages with their files. */
export async function registerPages(
  app: FastifyInstance,
  deps: { pages: string | undefined; root: () => object },
): Promise<void> {
  const { pages } = deps
  if (pages !== undefined) {
    await app.register(fastifyStatic, { root: pages, serve: false })
    app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) => {
      const file = request.params['*']
      // The build's file names all match. Anything else isn't ours, or would leave the folder.
      if (!/^[\w-][\w.-]*$/.test(file)) return reply.callNotFound()
      return reply.sendFile(`assets/${file}`, { immutable: true, maxAge: '1y' })
    })
  }
  for (const page of PAGES) app.get(`/${page}`, (_request, reply) => sendPage(reply, pages, page))
  app.get('/', (request, reply) => {
    reply.header('vary', 'Accept')
    const wantsPage = request.headers.accept?.includes('text/html') === true
    return wantsPage
      ? sendPage(reply, pages, 'dashboard.html')
      : reply.header('cache-control', 'no-cache').send(deps.root())
  })
}

function sendPage(reply: FastifyReply, pages: string | undefined, page: PageName): FastifyReply {
  reply.header('cache-control', 'no-cache')
  if (pages === undefined)
    return reply.code(404).send({ error: 'UI not available', details: 'Run: npm run build' })
  return reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .sendFile(page, { cacheControl: false })
}
