import { describe, expect, it } from 'vitest'
import type { RequestLog } from '../../shared/request-log.ts'
import type { ExportContext } from './export-format.ts'
import { redactRequest } from './redact-request.ts'
import { csv } from './to-csv.ts'
import { har } from './to-har.ts'
import { html } from './to-html.ts'
import { jsonl } from './to-jsonl.ts'

const CONTEXT: ExportContext = {
  baseUrl: 'http://127.0.0.1:3456',
  version: '1.2.3',
  exportedAt: '2026-10-07T12:00:00.000Z',
  redacted: true,
}
const REQUEST: RequestLog = {
  requestId: '0123456789abcdef',
  timestamp: '2026-10-07T11:00:00.000Z',
  method: 'POST',
  endpoint: '/v1/messages',
  model: 'claude-opus-5',
  termination: { endedBy: 'upstream', phase: 'done' },
  query: 'beta=true',
  contentType: 'application/json',
  headers: { 'content-type': ['application/json'], 'x-api-key': ['sha256:01234567'] },
  body: { messages: [{ role: 'user', content: '<script>alert("x")</script>' }] },
  response: {
    statusCode: 200,
    responseTime: 1200,
    timeToFirstByte: 300,
    headers: { 'content-type': ['text/event-stream'] },
    usage: { input_tokens: 10, output_tokens: 20 },
    streamingChunks: ['{"type":"ping"}', '[DONE]'],
  },
}

describe('CSV', () => {
  const cells = (model: string) => csv.row({ ...REQUEST, model }, CONTEXT, true).split(',')[4]

  it('has one line for each request, in the order of its head', () => {
    const head = csv.head(CONTEXT).trimEnd().split(',')
    const row = csv.row(REQUEST, CONTEXT, true).trimEnd().split(',')
    expect(row.length).toBe(head.length)
    const record = Object.fromEntries(head.map((name, i) => [name, row[i]]))
    expect(record).toMatchObject({
      requestId: '0123456789abcdef',
      model: 'claude-opus-5',
      endedBy: 'upstream',
      statusCode: '200',
      inputTokens: '10',
      cacheReadInputTokens: '',
    })
  })

  it.each(['=cmd()', '+1', '-1+1', '@sum', '\t=x', '\r=x', ' =1', '|x', '%x', '\n=x'])(
    'never begins a cell with what a spreadsheet would run: %j',
    (model) => {
      expect(cells(model)).toMatch(/^"'/)
    },
  )

  it('quotes characters that end a cell, and shows invisible ones', () => {
    const row = (model: string) => csv.row({ ...REQUEST, model }, CONTEXT, true)
    expect(row('a,"b"')).toContain(',"a,""b""",')
    expect(row('a\u001b]0;x\u0007\u202eb')).toContain(',a\\u{1b}]0;x\\u{7}\\u{202e}b,')
    expect(row('a\r\nb').match(/\n/g)).toHaveLength(1)
  })
})

describe('HTML', () => {
  const page = html.head(CONTEXT) + html.row(REQUEST, CONTEXT, true) + html.tail(CONTEXT)

  it('shows the output of models as text, and loads nothing from elsewhere', () => {
    expect(page).toContain('&lt;script&gt;alert(\\&quot;x\\&quot;)&lt;/script&gt;')
    expect(page).not.toMatch(/<script|<img|<iframe|<link|<object|\son\w+=|url\(|@import/i)
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'")
  })

  it('says whether anything was replaced', () => {
    expect(page).toContain('Secrets and names were redacted.')
    expect(html.head({ ...CONTEXT, redacted: false })).toContain('This file may contain secrets')
  })
})

describe('HAR', () => {
  const parse = (...requests: RequestLog[]) =>
    JSON.parse(
      har.head(CONTEXT) +
        requests.map((one, i) => har.row(one, CONTEXT, i === 0)).join('') +
        har.tail(CONTEXT),
    ) as {
      log: { version: string; creator: object; entries: Record<string, never>[] }
    }

  it('is one archive of all requests, or of none', () => {
    expect(parse().log).toMatchObject({
      version: '1.2',
      creator: { name: 'Signalbox', version: '1.2.3' },
      entries: [],
    })
    expect(parse(REQUEST, REQUEST).log.entries).toHaveLength(2)
  })

  it('has what came and went, and when', () => {
    expect(parse(REQUEST).log.entries[0]).toMatchObject({
      startedDateTime: '2026-10-07T11:00:00.000Z',
      time: 1200,
      timings: { send: 0, wait: 300, receive: 900 },
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:3456/v1/messages?beta=true',
        queryString: [{ name: 'beta', value: 'true' }],
        postData: { mimeType: 'application/json', text: JSON.stringify(REQUEST.body) },
      },
      response: {
        status: 200,
        statusText: 'OK',
        content: {
          mimeType: 'text/event-stream',
          text: 'event: ping\ndata: {"type":"ping"}\n\ndata: [DONE]\n\n',
        },
      },
    })
  })

  it('takes a request without an answer, and one that is in flight', () => {
    const { response: _none, termination: _open, ...open } = REQUEST
    const [entry] = parse(open).log.entries
    expect(entry).toMatchObject({ time: 0, response: { status: 0, statusText: '', content: { size: 0 } } })
  })
})

describe('JSON lines', () => {
  it('is one line whatever is in it', () => {
    const line = jsonl.row({ ...REQUEST, bodyText: 'a\nb\u2028c' }, CONTEXT, true)
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toMatchObject({ requestId: REQUEST.requestId, bodyText: 'a\nb\u2028c' })
  })
})

describe('redactRequest', () => {
  it('looks into every field and name, and changes no other', () => {
    const secret = 'sk-ant-api03-CANARY0123456789'
    const { headers: _harmless, ...rest } = REQUEST
    const redacted = redactRequest({
      ...rest,
      organizationId: 'org-CANARY',
      headers: { 'anthropic-organization-id': ['org-CANARY'] },
      body: {
        metadata: { user_id: 'user_CANARY' },
        [secret]: [{ deep: `a ${secret}` }],
        n: 1,
        ok: true,
        none: null,
      },
    })
    expect(JSON.stringify(redacted)).not.toContain('CANARY')
    expect(redacted).toMatchObject({
      ...rest,
      organizationId: '[account]',
      body: { n: 1, ok: true, none: null },
    })
  })

  it('gives nothing away that is too deep to look at', () => {
    let body: unknown = 'sk-ant-CANARY0123456789'
    for (let depth = 0; depth < 10_000; depth++) body = [body]
    expect(JSON.stringify(redactRequest({ ...REQUEST, body }))).not.toContain('CANARY')
  })
})
