import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { createMcpServer, type McpOptions } from './create-mcp-server.ts'

/**
 * `signalbox mcp`: an MCP server on stdin and stdout with read-only tools over the request log of the running
 * Signalbox, for Claude Code. Nothing else may be written to stdout.
 *
 * @returns the exit code, once the client has closed stdin
 */
export async function mcp(options: McpOptions): Promise<number> {
  const ended = Promise.withResolvers<void>()
  process.stdin.once('end', ended.resolve).once('close', ended.resolve)
  const handle = serveStdio(() => createMcpServer(options))
  await ended.promise
  await handle.close()
  return 0
}
