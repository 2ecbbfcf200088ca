import type { LoggedHeaders, RequestLog } from '../../../shared/request-log.ts'
import type { ExportFormat } from './export-format.ts'

/** Longer arguments than this many bytes are refused by Linux. */
const LONGEST_ARGUMENT = 100_000

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
    const { argument, stdin } = toBody(request)
    return `${[...parts, ...argument].join(' \\\n  ')}${stdin}\n`
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

function toBody({ body, bodyText }: RequestLog): { argument: string[]; stdin: string } {
  const text = body === undefined ? bodyText : JSON.stringify(body)
  if (text === undefined) return { argument: [], stdin: '' }
  if (text.includes('\0') || text.includes('\uFFFD')) {
    return { argument: [], stdin: '\n# The body is no text and was left out.' }
  }
  if (Buffer.byteLength(text) <= LONGEST_ARGUMENT)
    return { argument: [`--data-raw ${quote(text)}`], stdin: '' }
  const end = endOf(text)
  return { argument: ['--data-binary @-'], stdin: ` <<'${end}'\n${text}\n${end}` }
}

/** A line that the text does not have. */
function endOf(text: string): string {
  let end = 'SIGNALBOX_END'
  while (text.includes(end)) end += '_'
  return end
}

/** Nothing is special to a shell in single quotes, but their end. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
