import { createInterface } from 'node:readline'
import { MCP_TOOLS } from './mcp-tools.ts'

/* An MCP server on stdio (https://modelcontextprotocol.io/specification): forty tools that echo their input. */

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

interface Call {
  id?: number | string
  method?: string
  params?: { protocolVersion?: string; name?: string; arguments?: unknown }
}

function answer({ method, params = {} }: Call): object {
  if (method === 'initialize') {
    const serverInfo = { name: 'forty', version: '1.0.0' }
    return { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo }
  }
  if (method === 'tools/list') return { tools: MCP_TOOLS }
  if (method !== 'tools/call') return {}
  const text = `${params.name}: ${JSON.stringify(params.arguments)}`
  return {
    content: [
      { type: 'text', text },
      { type: 'image', data: PIXEL, mimeType: 'image/png' },
    ],
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const call: Call = JSON.parse(line)
  if (call.id !== undefined)
    console.log(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: answer(call) }))
}
