import { Type } from 'typebox'
import { AnthropicUsage } from '../../../shared/request-log.ts'

/*
 * The parts of Anthropic's Messages API that readers of our document need. Nothing is validated against them, because
 * only the upstream decides about relayed requests.
 */

const ContentBlock = Type.Object({ type: Type.Optional(Type.String()), text: Type.Optional(Type.String()) })

export const AnthropicMessage = Type.Object({
  role: Type.Union([Type.Literal('user'), Type.Literal('assistant')]),
  content: Type.Union([Type.String(), Type.Array(ContentBlock)], {
    description: 'String or array of content blocks',
  }),
})

export const SystemMessage = Type.Object({
  type: Type.Optional(Type.String({ examples: ['text'] })),
  text: Type.Optional(Type.String()),
  cache_control: Type.Optional(
    Type.Object({ type: Type.Optional(Type.String({ examples: ['ephemeral'] })) }),
  ),
})

export const Tool = Type.Object({
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  input_schema: Type.Optional(
    Type.Object({
      type: Type.Optional(Type.Unknown()),
      properties: Type.Optional(Type.Object({})),
      required: Type.Optional(Type.Array(Type.String())),
    }),
  ),
})

export const AnthropicRequest = Type.Object({
  model: Type.String({ description: 'The requested model. A route may replace it.' }),
  messages: Type.Array(AnthropicMessage),
  max_tokens: Type.Integer(),
  temperature: Type.Optional(Type.Number()),
  system: Type.Optional(Type.Union([Type.String(), Type.Array(SystemMessage)])),
  stream: Type.Optional(Type.Boolean({ default: false })),
  tools: Type.Optional(Type.Array(Tool)),
  tool_choice: Type.Optional(Type.Unknown({ description: 'Tool choice configuration' })),
})

export const AnthropicResponse = Type.Object({
  id: Type.Optional(Type.String()),
  type: Type.Optional(Type.String({ examples: ['message'] })),
  role: Type.Optional(Type.String({ examples: ['assistant'] })),
  model: Type.Optional(Type.String()),
  stop_reason: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  stop_sequence: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  content: Type.Optional(Type.Array(ContentBlock)),
  usage: Type.Optional(AnthropicUsage),
})

export const TokenCount = Type.Object({ input_tokens: Type.Integer({ minimum: 0 }) })

/** Anthropic's error envelope, used by every failure below `/v1`. */
export const AnthropicError = Type.Object({
  type: Type.Literal('error'),
  error: Type.Object({ type: Type.String(), message: Type.String() }),
  request_id: Type.Optional(Type.String()),
})

export const ModelsResponse = Type.Object({
  object: Type.Optional(Type.Literal('list')),
  data: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.Optional(Type.Literal('model')),
      display_name: Type.Optional(Type.String()),
      created_at: Type.Optional(Type.String()),
      object: Type.Optional(Type.String()),
      created: Type.Optional(Type.Integer()),
      owned_by: Type.Optional(Type.String()),
    }),
  ),
  has_more: Type.Optional(Type.Boolean()),
  first_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  last_id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
