import type { LoggedHeaders, RequestLog } from '../../shared/request-log.ts'
import type { ExportFormat } from './export-format.ts'

/** Maximum length of an argument, in bytes; Linux refuses those above 128 KB. */
const MAX_ARGUMENT_LENGTH = 100_000

/** Headers that curl sets itself, or that belong to the original connection. */
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

/** The log's placeholder for a secret. */
const HASHED = /^sha256:[0-9a-f]{8,64}$/

/** Environment variables that usually hold the secret. */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Bearer $ANTHROPIC_AUTH_TOKEN'],
  ['x-api-key', '$ANTHROPIC_API_KEY'],
])

/** A POSIX shell command that repeats the request. Secrets come from the environment. */
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

/** Only the variable is in double quotes; the header name stays in single quotes. */
function toHeader(name: string, value: string): string {
  if (!HASHED.test(value)) return quote(`${name}: ${value}`)
  const variable = VARIABLES.get(name) ?? `$HEADER_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`
  return `${quote(`${name}: `)}"${variable}"`
}

function toBody({ body, bodyText }: RequestLog): { argument: string[]; before?: string; after?: string } {
  const text = body === undefined ? bodyText : JSON.stringify(body)
  if (text === undefined) return { argument: [] }
  if (text.includes('\0') || text.includes('\uFFFD')) {
    return { argument: [], after: '\n# The body is binary and was omitted.' }
  }
  if (Buffer.byteLength(text) <= MAX_ARGUMENT_LENGTH) return { argument: [`--data-raw ${quote(text)}`] }
  // In parts, for shells whose `printf` is a program; a here-document would add a line feed to the body.
  const prints = toParts(text).map((part) => `  printf %s ${quote(part)}\n`)
  return { argument: ['--data-binary @-'], before: `{\n${prints.join('')}} | ` }
}

/** A UTF-16 unit takes up to three bytes of UTF-8. Surrogate pairs are not split. */
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

/** In single quotes only the closing quote is special to a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
