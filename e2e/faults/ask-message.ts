/** A small streaming request for a message, as bytes. */
export function askMessage(port: number): { head: string; body: string } {
  const body = JSON.stringify({
    model: 'claude-opus-5-5',
    max_tokens: 64,
    stream: true,
    messages: [{ role: 'user', content: 'hello' }],
  })
  const head = [
    'POST /v1/messages HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    'anthropic-version: 2023-06-01',
    'x-api-key: any',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    '',
  ].join('\r\n')
  return { head, body }
}
