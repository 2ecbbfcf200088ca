import type { ParsedRequest } from '../create-request-parser.ts'

/** Formats of the fake upstream, chosen by the request's address. */
export type WireFormat = 'anthropic' | 'chat' | 'responses' | 'gemini'

const PATHS: readonly (readonly [RegExp, WireFormat])[] = [
  [/^\/v1\/messages$/, 'anthropic'],
  [/\/chat\/completions$/, 'chat'],
  [/\/responses$/, 'responses'],
  [/\/models\/[^/]+:(?:streamG|g)enerateContent$/, 'gemini'],
]

/** Undefined if the request is not for a message. */
export function readFormat({ method, url }: Pick<ParsedRequest, 'method' | 'url'>): WireFormat | undefined {
  const [path = ''] = url.split('?')
  return method === 'POST' ? PATHS.find(([pattern]) => pattern.test(path))?.[1] : undefined
}

/** Gemini requests a stream by address, all others in the body. */
export function asksForStream({ url, body }: Pick<ParsedRequest, 'url' | 'body'>): boolean {
  if (url.includes(':streamGenerateContent')) return true
  try {
    const parsed: unknown = JSON.parse(body.toString())
    return typeof parsed === 'object' && parsed !== null && 'stream' in parsed && parsed.stream === true
  } catch {
    return false
  }
}
