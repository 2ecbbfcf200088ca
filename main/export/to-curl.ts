import type { LoggedHeaders, RequestLog } from '../../shared/request-log.ts'
import type { ExportFormat } from './export-format.ts'

/** Longer arguments than this many bytes are refused by Linux. */
const MAX_ARGUMENT_LENGTH = 100_000

/** curl makes these itself, or they belonged to a connection that is gone. */
const LEFT_OUT = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What the log keeps in the place of a secret. */
const HASHED = /^sha256:[0-9a-f]{8,64}$/

/** Where those who run the command most likely have the secret. */
const VARIABLES: Readonly<Record<string, string>> = {
  authorization: 'Bearer $ANTHROPIC_AUTH_TOKEN',
  'x-api-key': '$ANTHROPIC_API_KEY',
}

/** A command for a POSIX shell that sends the request again. What was secret comes from the environment. */
export const curl: ExportFormat = {
  head: () => '',
  row(request, { baseUrl }) {
    const { method, endpoint, query, headers = {} } = request
    const url = `${baseUrl}${endpoint}${query === undefined ? '' : `?${query}`}`
    const parts = [`curl ${quote(url)}`, `--request ${quote(method)}`, ...toHeaders(headers)]
    const { argument, before = '', after = '' } = toBody(request)
    return `${before}${[...parts, ...argument].join(' \\\n  ')}${after}\n`
  },
  tail: () => '',
}

function toHeaders(headers: LoggedHeaders): string[] {
  return Object.entries(headers)
    .filter(([name]) => !LEFT_OUT.has(name))
    .flatMap(([name, values]) => values.map((value) => `--header ${toHeader(name, value)}`))
}

/** The variable stands in double quotes of its own: whatever the name is, it stays in single ones. */
function toHeader(name: string, value: string): string {
  if (!HASHED.test(value)) return quote(`${name}: ${value}`)
  const variable = VARIABLES[name] ?? `$HEADER_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`
  return `${quote(`${name}: `)}"${variable}"`
}

function toBody({ body, bodyText }: RequestLog): { argument: string[]; before?: string; after?: string } {
  const text = body === undefined ? bodyText : JSON.stringify(body)
  if (text === undefined) return { argument: [] }
  if (text.includes('\0') || text.includes('\uFFFD')) {
    return { argument: [], after: '\n# The body is no text and was left out.' }
  }
  if (Buffer.byteLength(text) <= MAX_ARGUMENT_LENGTH) return { argument: [`--data-raw ${quote(text)}`] }
  // In parts, for shells whose `printf` is a program; a here-document would end the body with a line feed.
  const prints = toParts(text).map((part) => `  printf %s ${quote(part)}\n`)
  return { argument: ['--data-binary @-'], before: `{\n${prints.join('')}} | ` }
}

/** A character has three bytes at most for each of its UTF-16 units; none is cut in two. */
function toParts(text: string): string[] {
  const parts: string[] = []
  const most = Math.floor(MAX_ARGUMENT_LENGTH / 3)
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + most, text.length)
    if (/[\uD800-\uDBFF]/.test(text.charAt(to - 1)) && to < text.length) to--
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}

/** Nothing is special to a shell in single quotes, but their end. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
