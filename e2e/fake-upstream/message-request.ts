/** Bytes of a `POST /v1/messages` for a raw socket. `headers` are additional lines, without line endings. */
export function messageRequest({
  stream,
  headers = [],
}: {
  stream: boolean
  headers?: readonly string[]
}): Buffer {
  const body = JSON.stringify({
    model: 'claude-fake',
    max_tokens: 8,
    stream,
    messages: [{ role: 'user', content: 'hi' }],
  })
  const lines = [
    'POST /v1/messages HTTP/1.1',
    'Host: upstream.test',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
