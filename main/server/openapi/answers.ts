import { type TSchema, Type } from 'typebox'
import { type ErrorCode, ERRORS } from '../../../shared/errors.ts'

/** What every failure outside of `/v1` looks like. */
export const ErrorResponse = Type.Object({
  error: Type.String(),
  /** What exactly is wrong, or what to do. */
  details: Type.Optional(Type.String()),
})

/** What a route answers, for its schema: the good answers by status, and the errors of ours that it may give. */
export function answers(
  good: Readonly<Record<number, Answer>>,
  ...failures: ErrorCode[]
): Record<string, unknown> {
  const all: Record<string, unknown> = {}
  for (const [status, answer] of Object.entries(good)) all[status] = toAnswer(answer)
  for (const code of failures) {
    const { status, message } = ERRORS[code]
    all[status] ??= inMedia({ media: JSON_ONLY, schema: ErrorResponse, description: message })
  }
  return all
}

const JSON_ONLY = ['application/json']

/** A schema is sent as JSON; anything else says as what. Without media there is no body. */
type Answer = TSchema | OtherMedia

interface OtherMedia {
  media: readonly string[]
  schema?: TSchema
  description: string
}

function toAnswer(answer: Answer): object {
  if (!isOther(answer)) return inMedia({ media: JSON_ONLY, schema: answer, description: 'The answer.' })
  return answer.media.length === 0 ? { type: 'null', description: answer.description } : inMedia(answer)
}

function isOther(answer: Answer): answer is OtherMedia {
  return 'media' in answer
}

/** JSON without a schema is any. */
function inMedia({ media, schema, description }: OtherMedia): object {
  const schemaOf = (type: string) => schema ?? (JSON_ONLY.includes(type) ? Type.Object({}) : Type.String())
  return {
    description,
    content: Object.fromEntries(media.map((type) => [type, { schema: schemaOf(type) }])),
  }
}

/** What any question to the request log may end in. */
export const LOG_FAILURES = [
  'key_required',
  'password_required',
  'too_many_guesses',
  'log_unavailable',
] as const satisfies readonly ErrorCode[]
