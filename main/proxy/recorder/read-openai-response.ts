import { isRecord } from '../../base/json/is-record.ts'
import { parseRecord } from '../../base/json/parse-json.ts'
import { END_BYTES, isEventStream, type ResponseFacts } from './read-response.ts'

/** The usage of a response takes a few hundred bytes. */
const MAX_USAGE_CHARS = 4_096

/** Errors that are read. In bytes. */
const MAX_ERROR_BYTES = 64 * 1024

/**
 * Reads model, usage and error of a response to an OpenAI client: Responses or Chat Completions, stream or not. The
 * last event of a Responses stream repeats the whole answer, so it is searched for, not parsed.
 *
 * @param sections the decoded body, or its two ends
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
export function readOpenAiResponse(
  sections: readonly Uint8Array[],
  { contentType, status }: { contentType: string | undefined; status: number },
): ResponseFacts {
  const [first, last] = [sections.at(0), sections.at(-1)]
  if (first === undefined || last === undefined) return {}
  if (status >= 400) return readError(first)
  // Quotes in a model's text are escaped, so these names are never found there.
  const start = latin1(first.subarray(0, END_BYTES))
  const end = latin1(last.subarray(-END_BYTES))
  const model = MODEL.exec(start)?.[1]
  const usage = readUsage(end)
  const failed = isEventStream(contentType) ? readStreamError(end, usage !== undefined) : {}
  return { ...(model !== undefined && { model }), ...(usage !== undefined && { usage }), ...failed }
}

const MODEL = /"model": ?"([^"\\]{1,200})"/
const FAILED = /"type": ?"(?:response\.failed|error)"/
const ENDED = /"type": ?"response\.(?:completed|incomplete)"|^data: ?\[DONE\]/m

/** @param hasUsage only the last event has one; its beginning may be too far from the end to be seen */
function readStreamError(end: string, hasUsage: boolean): ResponseFacts {
  if (FAILED.test(end)) {
    const error = lastObject(end, 'error')
    const { code, type, message } = error ?? {}
    const errorType = [code, type].find((value) => typeof value === 'string') ?? 'error'
    return { errorType, streamError: typeof message === 'string' ? message : errorType }
  }
  return hasUsage || ENDED.test(end) ? {} : { streamError: 'The stream ended without its last event.' }
}

function readError(body: Uint8Array): ResponseFacts {
  const { error } = parseRecord(Buffer.from(body.subarray(0, MAX_ERROR_BYTES)).toString()) ?? {}
  const { type, code } = isRecord(error) ? error : {}
  const errorType = [type, code].find((value) => typeof value === 'string')
  return errorType === undefined ? {} : { errorType }
}

/** With Anthropic's names, where tokens from a cache are not part of the input. */
function readUsage(end: string): Record<string, unknown> | undefined {
  const usage = lastObject(end, 'usage')
  if (usage === undefined) return undefined
  const input = count(usage['input_tokens'] ?? usage['prompt_tokens'])
  const output = count(usage['output_tokens'] ?? usage['completion_tokens'])
  const details = usage['input_tokens_details'] ?? usage['prompt_tokens_details']
  const cached = isRecord(details) ? Math.min(count(details['cached_tokens']), input) : 0
  return { input_tokens: input - cached, cache_read_input_tokens: cached, output_tokens: output }
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
}

/** The last member of that name whose value is an object. */
function lastObject(text: string, name: string): Record<string, unknown> | undefined {
  const mark = `"${name}":`
  for (let at = text.lastIndexOf(mark), tries = 0; at !== -1 && tries < 10; tries++) {
    const start = at + mark.length
    const value = text.slice(start, start + MAX_USAGE_CHARS).trimStart()
    const length = value.startsWith('{') ? objectLength(value) : 0
    if (length > 0) return parseRecord(value.slice(0, length))
    at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1)
  }
  return undefined
}

/** Length of the object at the start of a text; 0 if it does not end. */
function objectLength(text: string): number {
  let depth = 0
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '"') isText = !isText
    else if (!isText && char === '{') depth++
    else if (!isText && char === '}' && --depth === 0) return at + 1
  }
  return 0
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
