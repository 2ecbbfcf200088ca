import type { RequestLog } from '../../shared/request-log.ts'
import type { ExportFormat } from './export-format.ts'

/*
 * A self-contained file without network access. It shows text written by models and third parties, so it contains no
 * script, and its own policy forbids scripts, frames and requests.
 */

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .5rem 0; }
summary { cursor: pointer; font-variant-numeric: tabular-nums; }
summary b { margin-right: .75rem; }
h2 { font-size: 1rem; margin: 1rem 0 .25rem; }
pre { overflow: auto; max-height: 40rem; padding: .75rem; background: color-mix(in srgb, currentColor 6%, transparent); white-space: pre-wrap; overflow-wrap: anywhere; }
`

export const html: ExportFormat = {
  head: ({ exportedAt, version, redacted }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>Signalbox: requests</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Requests</h1>
<p>Exported by Signalbox ${escape(version)} at ${escape(exportedAt)}. ${
    redacted
      ? 'Secrets and names were redacted.'
      : '<strong>Nothing was redacted. This file may contain secrets.</strong>'
  }</p>
`,
  row: (request) => `<details>
<summary>${toSummary(request)}</summary>
${toSections(request)}</details>
`,
  tail: () => '</body>\n</html>\n',
}

function toSummary({ timestamp, method, endpoint, model, response, ...request }: RequestLog): string {
  const { statusCode, responseTime, usage, errorType } = response ?? {}
  const parts = [
    timestamp,
    `${method} ${endpoint}`,
    model,
    toDestination(request),
    statusCode === undefined ? 'in flight, or no response' : String(statusCode),
    responseTime === undefined ? undefined : `${responseTime} ms`,
    usage === undefined ? undefined : `${usage.input_tokens ?? 0} in, ${usage.output_tokens ?? 0} out`,
    errorType,
  ]
  return parts.flatMap((part) => (part === undefined ? [] : [`<b>${escape(part)}</b>`])).join('')
}

/** `qwen3:8b · local, by route background`; undefined for a request sent to Anthropic unchanged. */
function toDestination({
  routedModel,
  provider,
  route,
}: Pick<RequestLog, 'routedModel' | 'provider' | 'route'>): string | undefined {
  if (route === undefined) return undefined
  const name = [routedModel, provider].filter((part) => part !== undefined).join(' · ')
  return `→ ${name}, by route ${route}`
}

function toSections(request: RequestLog): string {
  const { headers, body, bodyText, response, ...facts } = request
  const {
    headers: responseHeaders,
    body: answer,
    bodyText: responseText,
    streamingChunks,
    ...outcome
  } = response ?? {}
  return [
    section('Request', facts),
    section('Headers', headers),
    section('Body', body ?? bodyText),
    section('Answer', outcome),
    section('Response headers', responseHeaders),
    section('Response body', answer ?? responseText ?? streamingChunks?.join('\n')),
  ].join('')
}

function section(title: string, content: unknown): string {
  if (content === undefined) return ''
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2)
  return `<h2>${title}</h2>\n<pre>${escape(text)}</pre>\n`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
