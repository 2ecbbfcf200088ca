import { readFormat } from './formats/wire-format.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { Reply } from './reply.ts'
import { textReply } from './text-reply.ts'

const JSON_REPLIES: Record<string, object> = {
  'POST /v1/messages/count_tokens': { input_tokens: 42 },
  'GET /v1/models': {
    data: [
      { type: 'model', id: 'claude-fake', display_name: 'Claude Fake', created_at: '2026-01-01T00:00:00Z' },
    ],
    has_more: false,
    first_id: 'claude-fake',
    last_id: 'claude-fake',
  },
  'GET /api/hello': { message: 'hello' },
  'HEAD /api/hello': {},
  'HEAD /': {},
}

/** A healthy upstream's response, used without a script. */
export function defaultReply(request: RecordedRequest): Reply {
  const { method, url } = request
  const [path = ''] = url.split('?')
  const route = `${method} ${path}`
  if (readFormat(request) !== undefined) return textReply(['Hello ', 'from the ', 'fake upstream.'])
  const found = JSON_REPLIES[route]
  if (found !== undefined) return { kind: 'http', status: 200, body: JSON.stringify(found) }
  const error = { type: 'not_found_error', message: 'Not found' }
  return { kind: 'http', status: 404, body: JSON.stringify({ type: 'error', error }) }
}
