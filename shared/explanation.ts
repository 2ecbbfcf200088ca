import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'
import { RequestKind } from './request-kind.ts'

/**
 * The reason that a request read less from the prompt cache than the one before it had left there: the first difference
 * in the order in which the cache compares, or the cause if nothing differs.
 */
export const CacheReason = Type.Union([
  Type.Literal('first_request'),
  Type.Literal('model'),
  Type.Literal('tools'),
  Type.Literal('system'),
  Type.Literal('message'),
  Type.Literal('thinking'),
  Type.Literal('effort'),
  Type.Literal('speed'),
  Type.Literal('beta'),
  Type.Literal('cache_control'),
  Type.Literal('block_limit'),
  Type.Literal('ttl_5m'),
  Type.Literal('ttl_1h'),
  Type.Literal('account'),
  Type.Literal('compaction'),
  Type.Literal('nothing_changed'),
])
export type CacheReason = Static<typeof CacheReason>

const Tokens = Type.Integer({ minimum: 0 })
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const Ms = Type.Union([Type.Number({ minimum: 0 }), Type.Null()])

/** The reason of a cache miss, with its place. */
const CacheFinding = Type.Object({
  kind: CacheReason,
  path: Type.Union([Type.String(), Type.Null()], {
    description: 'JSON pointer into the request body: the first difference. Null if it is not in the body.',
  }),
  before: TextOrNull,
  after: TextOrNull,
  said: Type.Union([Type.String(), Type.Null()], {
    description: 'The API’s own `diagnostics.cache_miss_reason`, if the response had one.',
  }),
})

export const CacheExplanation = Type.Object({
  expected: Type.Integer({
    minimum: 0,
    description: 'Tokens that the previous request had left in the cache.',
  }),
  read: Tokens,
  written: Tokens,
  missed: Type.Integer({ minimum: 0, description: 'Expected tokens that were not read.' }),
  cost: Type.Union([Type.Number(), Type.Null()], {
    description: 'US dollars that the missed tokens cost more than reading them. Null without a price.',
  }),
  reason: Type.Union([CacheFinding, Type.Null()], { description: 'Null if nothing was missed.' }),
})
export type CacheExplanation = Static<typeof CacheExplanation>

export const ContextShare = Type.Object({
  source: Type.String({
    description:
      'For example `tools`, `mcp:<server>`, `system`, `memory`, `skills`, `hooks`, `user`, `result:<tool>`, `images`, `thinking`, `assistant`.',
  }),
  tokens: Tokens,
  share: Type.Number({ minimum: 0, maximum: 1 }),
})
export type ContextShare = Static<typeof ContextShare>

export const TimeExplanation = Type.Object({
  ours: Ms,
  connect: Ms,
  tls: Ms,
  wait: Ms,
  first_token: Ms,
  stream: Ms,
  stalls: Type.Array(Type.Object({ at: Type.Number(), ms: Type.Number() })),
  usual: Type.Union(
    [Type.Object({ requests: Type.Integer(), wait: Type.Number(), duration: Type.Number() }), Type.Null()],
    {
      description:
        'Medians of your own earlier requests of the same model and kind, in ms. Null with fewer than 5.',
    },
  ),
})
export type TimeExplanation = Static<typeof TimeExplanation>

/** `GET /api/requests/{id}/explanation`. Times in ms. */
export const Explanation = Type.Object({
  requestId: Type.String(),
  previous: TextOrNull,
  kind: RequestKind,
  cache: CacheExplanation,
  context: Type.Array(ContextShare),
  time: TimeExplanation,
  /** Reason for facts that are missing. */
  note: Type.Optional(CodedMessage),
})
export type Explanation = Static<typeof Explanation>
