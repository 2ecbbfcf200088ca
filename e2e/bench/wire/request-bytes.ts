import { encodePlan, PLAN_HEADER, type ResponsePlan } from './response.ts'

/** A complete request for a single write: Claude Code's headers in its order, and the body. */
export function requestBytes(options: { port: number; body: Buffer; plan: ResponsePlan }): Buffer {
  const { port, body, plan } = options
  const head = [
    'POST /v1/messages?beta=true HTTP/1.1',
    'Accept: application/json',
    `Authorization: Bearer ${'bench-'.repeat(18)}`,
    'Content-Type: application/json',
    'User-Agent: claude-cli/2.1.90 (external, cli)',
    'X-Claude-Code-Session-Id: 5d1f0c7e-0f0a-4a53-9b57-3f3f8a1f2c11',
    'X-Stainless-Arch: x64',
    'X-Stainless-Lang: js',
    'X-Stainless-OS: Linux',
    'X-Stainless-Package-Version: 0.80.0',
    'X-Stainless-Retry-Count: 0',
    'X-Stainless-Runtime: node',
    'X-Stainless-Runtime-Version: v24.3.0',
    'X-Stainless-Timeout: 600',
    'anthropic-beta: claude-code-20250219,context-1m-2025-08-07,interleaved-thinking-2025-05-14',
    'anthropic-dangerous-direct-browser-access: true',
    'anthropic-version: 2023-06-01',
    'x-app: cli',
    `${PLAN_HEADER}: ${encodePlan(plan)}`,
    'Connection: keep-alive',
    `Host: 127.0.0.1:${port}`,
    'Accept-Encoding: gzip, deflate, br, zstd',
    `Content-Length: ${body.length}`,
    '\r\n',
  ]
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), body])
}
