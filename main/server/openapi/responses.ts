import { type TSchema, Type } from 'typebox'
import { Issue } from '../../../shared/coded-message.ts'
import { type ErrorCode, ERRORS, errorSentence } from '../../../shared/errors.ts'
import { inEnglish } from '../../../shared/language/say.ts'

/** The body of every failure outside of `/v1`. */
export const ErrorResponse = Type.Object({
  /** The English sentence of the code. */
  error: Type.String(),
  /** As in the header `x-proxy-error`. */
  code: Type.String(),
  /** The issues as one English text. */
  details: Type.Optional(Type.String()),
  issues: Type.Optional(Type.Array(Issue)),
})

/** The response schemas of a route: successful responses by status, and our own errors. */
export function responses(
  good: Readonly<Record<number, ResponseContent>>,
  ...failures: ErrorCode[]
): Record<string, unknown> {
  const all: Record<string, unknown> = {}
  for (const [status, response] of Object.entries(good)) all[status] = toResponse(response)
  for (const code of failures) {
    const description = inEnglish(errorSentence(code))
    all[ERRORS[code].status] ??= inMedia({ media: JSON_ONLY, schema: ErrorResponse, description })
  }
  return all
}

const JSON_ONLY = ['application/json']

/** A plain schema means JSON; other media name their type. Without media there is no body. */
type ResponseContent = TSchema | OtherMedia

interface OtherMedia {
  media: readonly string[]
  schema?: TSchema
  description: string
}

function toResponse(response: ResponseContent): object {
  if (!isOther(response)) return inMedia({ media: JSON_ONLY, schema: response, description: 'Success' })
  return response.media.length === 0 ? { type: 'null', description: response.description } : inMedia(response)
}

function isOther(response: ResponseContent): response is OtherMedia {
  return 'media' in response
}

/** JSON without a schema allows any value. */
function inMedia({ media, schema, description }: OtherMedia): object {
  const schemaOf = (type: string) => schema ?? (JSON_ONLY.includes(type) ? Type.Object({}) : Type.String())
  return {
    description,
    content: Object.fromEntries(media.map((type) => [type, { schema: schemaOf(type) }])),
  }
}

/** Errors that any change of the settings may return. */
export const SETTINGS_FAILURES = [
  'bad_body',
  'json_expected',
  'json_too_large',
  'key_required',
  'settings_not_saved',
] as const satisfies readonly ErrorCode[]

/** Errors that any query of the request log may return. */
export const LOG_FAILURES = [
  'key_required',
  'password_required',
  'too_many_guesses',
  'log_unavailable',
] as const satisfies readonly ErrorCode[]
