import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { createMcpServer, type McpOptions } from './create-mcp-server.ts'

/**
 * `signalbox mcp`: an MCP server on stdin and stdout with read-only tools over the request log of the running
 * Signalbox, for Claude Code. Nothing else may be written to stdout.
 *
 * @returns the exit code: 0 once the client has closed stdin, 1 after a message of more than 10 MB or a broken stdout
 */
export async function mcp(options: McpOptions): Promise<number> {
  const ended = Promise.withResolvers<void>()
  const transport = new StdioServerTransport()
  let failure: Error | undefined
  const handle = serveStdio(() => createMcpServer(options), {
    transport,
    onerror: (error) => (failure = error),
  })
  const { onclose } = transport
  // Also closes by itself, with stdin left open but no longer read.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is no EventTarget
  transport.onclose = () => {
    onclose?.()
    ended.resolve()
  }
  await ended.promise
  await handle.close()
  if (process.stdin.readableEnded || process.stdin.destroyed) return 0
  if (failure !== undefined) process.stderr.write(`${failure.message}\n`)
  return 1
}
