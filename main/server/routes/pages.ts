import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { CONTENT_SECURITY_POLICY } from '../../../shared/content-security-policy.ts'

/** `/` for browsers (the built page), probes and Claude Code (`HEAD /`), and the page's files. */
export async function registerPages(
  app: FastifyInstance,
  deps: { pages: string | undefined; root: () => object },
): Promise<void> {
  const { pages } = deps
  if (pages !== undefined) {
    await app.register(fastifyStatic, { root: pages, serve: false })
    app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) => {
      const file = request.params['*']
      // The build names its files with these. Anything else is no file of ours, or a way out of the folder.
      if (!/^[\w-][\w.-]*$/.test(file)) return reply.callNotFound()
      return reply.sendFile(`assets/${file}`, { immutable: true, maxAge: '1y' })
    })
  }
  app.get('/', (request, reply) => {
    reply.header('vary', 'Accept').header('cache-control', 'no-cache')
    const wantsPage = request.headers.accept?.includes('text/html') === true
    if (!wantsPage) return reply.send(deps.root())
    if (pages === undefined)
      return reply.code(404).send({ error: 'UI not available', details: 'Run: npm run build' })
    return reply.header('content-security-policy', CONTENT_SECURITY_POLICY).sendFile('tray.html')
  })
}
