import type { Content } from '../encode-response.ts'
import { encodeSse } from '../encode-sse.ts'
import type { FakeMessage } from '../fake-message.ts'
import type { RecordedRequest } from '../recorded-request.ts'
import type { SseEvent, SseStyle } from '../reply.ts'
import { toMessageEvents } from '../to-message-events.ts'
import { toMessageJson } from '../to-message-json.ts'
import { readDialect, toChatEvents, toChatJson } from './to-chat.ts'
import { toGeminiEvents, toGeminiJson } from './to-gemini.ts'
import { toResponsesEvents, toResponsesJson } from './to-responses.ts'
import { readFormat } from './wire-format.ts'

/** A message in the request's format, as SSE or JSON as requested. */
export function encodeMessage(message: FakeMessage, request: RecordedRequest, sse: SseStyle = {}): Content {
  const format = FORMATS[readFormat(request) ?? 'anthropic']
  const asked = { id: `msg_fake_${request.index}`, model: readModel(request), request }
  if (!request.streaming) {
    return { status: 200, type: 'application/json', parts: [Buffer.from(format.toJson(message, asked))] }
  }
  // Anthropic and Responses name their events; the other formats send data only.
  const style = { ...sse, ...(!format.isNamed && { eventLines: false }) }
  const parts = format.toEvents(message, asked).map((event) => encodeSse(event, style))
  return { status: 200, type: 'text/event-stream; charset=utf-8', parts }
}

interface Asked {
  id: string
  model: string
  request: RecordedRequest
}

interface Format {
  isNamed: boolean
  toEvents: (message: FakeMessage, asked: Asked) => SseEvent[]
  toJson: (message: FakeMessage, asked: Asked) => string
}

const FORMATS = {
  anthropic: { isNamed: true, toEvents: toMessageEvents, toJson: toMessageJson },
  chat: {
    isNamed: false,
    toEvents: (message, asked) => toChatEvents(message, toChatRequest(asked)),
    toJson: (message, asked) => toChatJson(message, toChatRequest(asked)),
  },
  responses: { isNamed: true, toEvents: toResponsesEvents, toJson: toResponsesJson },
  gemini: { isNamed: false, toEvents: toGeminiEvents, toJson: toGeminiJson },
} satisfies Record<string, Format>

function toChatRequest({ id, model, request }: Asked): Parameters<typeof toChatEvents>[1] {
  const { url, body } = request
  const includesUsage = /"include_usage"\s*:\s*true/.test(body.toString())
  return { id, model, dialect: readDialect({ url, model }), includesUsage }
}

/** A request without a model gets a response too: validating it is not this server's purpose. */
function readModel({ url, body }: RecordedRequest): string {
  const inPath = /\/models\/([^/:]+):/.exec(url)
  const inBody = /"model"\s*:\s*"([^"]*)"/.exec(body.toString())
  return inPath?.[1] ?? inBody?.[1] ?? 'claude-fake'
}
