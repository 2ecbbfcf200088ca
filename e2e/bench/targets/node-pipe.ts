import { Agent, createServer, request } from 'node:http'

/*
 * The yardstick: a minimal Node proxy, with node:http on both sides and two pipes. No inspection, metrics or guards.
 * Runs in a process of its own, like every target.
 */

const upstream = new URL(process.env['ANTHROPIC_FORWARD_URL'] ?? '')
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity })

const server = createServer({ keepAliveTimeout: 72_000 }, (req, res) => {
  const { hostname: host, port } = upstream
  const headers = { ...req.headers, host: upstream.host }
  const outgoing = request({ host, port, path: req.url, method: req.method, headers, agent }, (response) => {
    res.writeHead(response.statusCode ?? 502, response.rawHeaders)
    response.pipe(res)
  })
  outgoing.on('error', () => res.destroy())
  res.on('close', () => outgoing.destroy())
  req.pipe(outgoing)
})

server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`node-pipe listening on http://127.0.0.1:${address?.port}`)
})

// Exit cleanly, so that --profile writes its file.
process.once('SIGTERM', () => process.exit(0))
