import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { cleanName, cleanPath, cleanQuery } from '../../shared/clean-target.ts'
import { printable } from '../../shared/printable.ts'
import { toCsvCell } from '../../shared/to-csv-cell.ts'
import { parseSettings } from '../connect/edit/parse-settings.ts'
import { readShellPlace } from '../connect/doctor/read-shell-place.ts'
import { isAtLeast } from '../base/is-at-least.ts'
import { parseFullVersion } from '../health/cli/parse-full-version.ts'
import { parseVersion } from '../health/cli/parse-version.ts'
import { redactCliOutput } from '../health/cli/redact-cli-output.ts'
import { capabilitiesOf } from '../providers/capabilities.ts'
import { readErrorBody } from '../providers/read-error-body.ts'
import { redactProviderMessage } from '../providers/redact-provider-message.ts'
import { createBodyLimit } from '../providers/limit-body.ts'
import { toToolJson } from '../providers/response/tool-json.ts'
import { findForeignThinking } from '../providers/find-foreign-thinking.ts'
import { createMessageBuilder } from '../proxy/aggregate/build-message.ts'
import { hasManyValues } from '../base/json/count-values.ts'
import { describeForward } from '../proxy/send/describe-forward.ts'
import { compileHeaderRules } from '../proxy/header-rules.ts'
import { toClientHeaders, toUpstreamHeaders } from '../proxy/headers.ts'
import { readResponse } from '../proxy/recorder/read-response.ts'
import { readModel } from '../proxy/route/read-model.ts'
import { createRouteFacts } from '../proxy/route/route-facts.ts'
import { cutTag } from '../proxy/route/cut-tag.ts'
import { estimateTokens } from '../base/anthropic/estimate-tokens.ts'
import { promptHash } from '../proxy/route/prompt-hash.ts'
import { scanTopLevel } from '../base/json/scan-top-level.ts'
import { type InTurns, routeRequest } from '../proxy/route/route-request.ts'
import { makeRouting } from '../proxy/route/testing/make-routing.ts'
import { runAtOnce, runInTurns } from '../base/work-in-parts.ts'
import { createAccess } from '../server/guard/access.ts'
import { createReportRedaction } from '../base/create-report-redaction.ts'
import { guard } from '../server/guard/guard.ts'
import { guardRules } from '../server/guard/guard-rules.ts'
import { chooseView } from '../server/routes/negotiate.ts'
import { toLogLine } from '../logging/to-log-line.ts'
import { toTextLine } from '../logging/to-text-line.ts'
import { createPassword } from '../server/guard/password.ts'
import { readQuery } from '../server/routes/query/read-query.ts'
import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'
import { parseLiveSettings } from '../settings/live/parse-live-settings.ts'
import { pickRateLimits } from '../storage/rate-limit-headers.ts'
import { createRowRedactor } from '../storage/redact/create-row-redactor.ts'
import { redactForeignText } from '../base/redact-foreign-text.ts'

/*
 * All code that reads untrusted bytes on the main thread, which carries every stream. Anything not listed runs in a
 * thread of its own: the database, transcripts, exports.
 */

const MEGABYTE = 1024 * 1024
/** Node rejects longer heads of requests, and undici longer ones of responses. */
const HEAD = 64 * 1024
/** Limit per piece of work, in ms of CPU. */
const BOUND = 5
/** Allowance for slow machines; the faults that this test looks for cost hundreds of times more. */
const SLACK = process.env['CI'] === undefined ? 3 : 6

/** Worst-case input of regular expressions, scanners and splitters. */
const FUEL = [
  ...Array.from('a -["\\\r\n\t&=;,/.%\u202eé😀'),
  '{"a":',
  '\\"',
  '\r\n',
  'eyJ',
  'eyJ-',
  '://',
  'x://',
  'a:',
  'a@',
  'a.',
  'bearer ',
  'basic ',
  'token=',
  'sk-',
  '-----BEGIN ',
  '%25',
  'data:\r',
  '"error"\r\r',
  'data: {"type":"message_delta"}\n\n',
  '"message_stop"',
  '<command-args>',
  '[0,',
  '{},',
  '1.',
  '127.',
  '\u001b[',
  'setenv ',
  '=1;',
  '{"a":1},',
  '"a":1,',
]

/** For bodies, which are JSON. */
const BODY_FUEL = [
  'a',
  '"',
  '\\',
  '\\"',
  '[',
  '{"a":',
  '{"a":1},',
  '"a":1,',
  '[0,',
  ' ',
  'é',
  '1.',
  // Many values: short ones cost the most.
  '0,',
  '{},',
  '[],',
  '"",',
]

interface Work {
  name: string
  run: (text: string) => unknown
  /** In characters; a megabyte by default. */
  size?: number
  /** In ms if it differs from the default, with the reason. */
  bound?: [ms: number, reason: string]
}

const utf8 = (text: string) => Buffer.from(text)
const STREAM = { contentType: 'text/event-stream', status: 200 }
const redactor = createRowRedactor(Buffer.alloc(32, 7))
const redaction = createReportRedaction({
  secrets: () => ['a secret', 'another one'],
  homes: ['/home/me'],
})
const access = createAccess({ apiKey: 'key', requireKeyOnLoopback: true })
const password = createPassword({ password: 'pw', access, now: () => 0 })
const rules = guardRules(3456, {})
const header = compileHeaderRules([
  { header: 'x-a', action: 'replace', find: 'a', value: 'bb', enabled: true },
  { header: 'x-b', action: 'set', value: 'b', enabled: true },
])

/** As many headers as a head can hold, or one long one. */
const headers = (text: string) => [
  'x-a',
  text,
  'connection',
  text,
  ...text
    .slice(0, HEAD / 2)
    .split('')
    .flatMap((sign) => [sign, '']),
]
const oneHeader = (name: string, text: string) => [name, text]

function request(authorization: string): IncomingMessage {
  const message = new IncomingMessage(new Socket())
  message.headers = { authorization }
  message.rawHeaders = ['authorization', authorization]
  return message
}

function quietly(work: () => unknown): unknown {
  try {
    return work()
  } catch {
    return undefined
  }
}

const RAW: readonly Work[] = [
  { name: 'redactForeignText', run: (text) => redactForeignText(text) },
  {
    name: 'redactProviderMessage',
    run: (text) => redactProviderMessage(text, { secrets: ['the key', text.slice(0, 50)] }),
  },
  { name: 'redactCliOutput', run: redactCliOutput },
  { name: 'redaction of the support bundle', run: (text) => redaction.value({ [text]: text }) },
  { name: 'cleanName', run: cleanName },
  { name: 'cleanPath', run: cleanPath },
  { name: 'cleanQuery', run: (text) => cleanQuery(text, () => '…') },
  { name: 'redactor.query', run: redactor.query, size: HEAD },
  { name: 'redactor.headers', run: (text) => redactor.headers(headers(text)), size: HEAD },
  { name: 'toCsvCell', run: toCsvCell },
  {
    name: 'printable',
    run: (text) => printable(text),
    size: HEAD,
    bound: [30, 'for the command line and a terminal'],
  },
  {
    name: 'toUpstreamHeaders',
    run: (text) => toUpstreamHeaders(headers(text), { defaults: {}, drop: [] }),
    size: HEAD,
    bound: [20, '32,000 headers; the guard lets 256 through'],
  },
  { name: 'toClientHeaders', run: (text) => toClientHeaders(oneHeader('connection', text)), size: HEAD },
  { name: 'header rules', run: (text) => header.apply(oneHeader('x-a', text)), size: HEAD },
  { name: 'pickRateLimits', run: (text) => pickRateLimits(oneHeader(text, text)), size: HEAD },
  {
    name: 'chooseView',
    run: (accept) => chooseView({ view: undefined, accept, fallback: 'json' }),
    size: HEAD,
  },
  {
    name: 'guard',
    run: (text) => guard({ method: 'GET', url: text, rawHeaders: oneHeader('host', text) }, rules),
    size: HEAD,
  },
  {
    name: 'guard of an origin',
    run: (text) =>
      guard(
        { method: 'GET', url: `/${text}`, rawHeaders: ['host', '127.0.0.1:3456', 'origin', text] },
        rules,
      ),
    size: HEAD,
  },
  { name: 'access', run: (text) => access.isTrusted(request(`bearer ${text}`)), size: HEAD },
  { name: 'password', run: (text) => password.refuse(request(`Basic ${text}`)), size: HEAD },
  { name: 'password with spaces', run: (text) => password.refuse(request(`basic${text}!`)), size: HEAD },
  {
    name: 'readQuery',
    run: (q) =>
      quietly(() =>
        readQuery({ properties: { q: { type: 'string' }, n: { type: 'integer' } } }, { q, n: q }),
      ),
    size: HEAD,
  },
  {
    name: 'readAnswer of a stream',
    run: (text) => readResponse([utf8(text)], STREAM),
    bound: [10, 'at most 200 events of 256 kB are parsed'],
  },
  {
    name: 'readAnswer of a message',
    run: (text) => readResponse([utf8(`{"usage":${text}`)], { contentType: 'application/json', status: 200 }),
    bound: [10, 'one pass over the bytes, at most 2 MB'],
  },
  {
    name: 'limit of a provider’s response',
    run: (text) => createBodyLimit('json').admit(utf8(text)),
    bound: [15, 'one pass over the bytes'],
  },
  {
    name: 'limit of a provider’s event',
    run: (text) => createBodyLimit('stream').admit(utf8(text)),
    bound: [20, 'one pass over the bytes'],
  },
  { name: 'hasManyValues', run: (text) => hasManyValues(text), bound: [15, 'one pass over the bytes'] },
  { name: 'readErrorBody', run: (message) => readErrorBody({ error: { message, code: message } }) },
  { name: 'capabilitiesOf', run: (model) => capabilitiesOf('openai', model.slice(0, 512)), size: HEAD },
  { name: 'promptHash', run: promptHash, bound: [20, 'SHA-256 of the prompt, where agents are mapped'] },
  { name: 'isAtLeast', run: (text) => isAtLeast(text, '2.1.41'), size: HEAD },
  { name: 'parseVersion', run: (text) => parseVersion(text, 'first'), size: HEAD },
  { name: 'parseFullVersion', run: parseFullVersion, size: HEAD },
  {
    name: 'readShellPlace',
    run: (text) => readShellPlace(text, '.bashrc'),
    size: HEAD,
    bound: [20, "the user's own file, for the doctor"],
  },
  { name: 'toTextLine', run: toTextLine, size: HEAD, bound: [30, 'a line of our own, for a terminal'] },
  {
    name: 'toLogLine',
    run: (text) => toLogLine(text, 1),
    size: 4 * HEAD,
    bound: [20, 'one JSON.parse; lines are our own, of at most 256 kB'],
  },
  {
    name: 'parseSettings',
    run: parseSettings,
    size: HEAD,
    bound: [50, "the user's own file, read when it changes"],
  },
  {
    name: 'parseLiveSettings',
    run: (text) => parseLiveSettings(text, DEFAULT_LIVE_SETTINGS),
    size: HEAD,
    bound: [50, "the user's own file, read when it changes"],
  },
]

/** Request bodies with the fuel in each place that is read. */
const BODIES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `{"model":${JSON.stringify(text)},"system":${JSON.stringify(text)},"messages":[]}`,
  (text) => `{"system":[{"type":"text","text":"${text}`,
  (text) => `{"system":[${text}`,
  (text) => `{"messages":[{"role":"user","content":"${text}"}],"tools":[${text}`,
  (text) => `{${text}`,
  (text) => `{"model":{${text}"b":0},"thinking":[${text}0]}`,
  (text) => `{"system":[${text}0],"tools":[${text}0],"messages":[${text}0]}`,
]
const SCAN: [number, string] = [20, 'one pass over the bytes, and at most 10,000 members']

const SCANS: readonly Work[] = [
  { name: 'readModel', run: (text) => quietly(() => runAtOnce(readModel(utf8(text)))), bound: SCAN },
  { name: 'scanTopLevel', run: (text) => scanTopLevel(utf8(text), ['model', 'stream']), bound: SCAN },
  { name: 'estimateTokens', run: (text) => estimateTokens(utf8(text)), bound: SCAN },
  {
    name: 'toToolJson',
    run: (text) => quietly(() => toToolJson(text)),
    bound: [30, 'one pass, and JSON.parse of at most 60,000 values'],
  },
  {
    name: 'findForeignThinking',
    run: (text) => runAtOnce(findForeignThinking(utf8(`${text.slice(0, -1)},"signature":""}`))),
    bound: [20, 'two passes over the bytes'],
  },
  {
    name: 'input of a tool, put together',
    run: (text) =>
      quietly(() => {
        const builder = createMessageBuilder(() => undefined)
        for (const event of [...startedTool(text), { type: 'message_stop' }])
          builder.add({ event: event.type, data: JSON.stringify(event), id: undefined })
      }),
    bound: [60, 'three passes, and at most 60,000 values are parsed'],
  },
  { name: 'cutTag', run: (text) => cutTag(utf8(text), { tag: '<CCR>' }), bound: SCAN },
  {
    name: 'route facts',
    run: (text) =>
      quietly(() => {
        const facts = createRouteFacts(utf8(text), [])
        return [facts.thinking(), facts.webSearch(), facts.systemTexts(), facts.tokens()]
      }),
    bound: [120, 'four passes, and all members are kept; only where routes are set'],
  },
  {
    name: 'describeForward',
    run: (text) =>
      describeForward({
        ...FORWARD,
        model: text,
        url: `/v1?${text.slice(0, HEAD)}`,
        sessionId: text,
        json: utf8(text),
      }),
    bound: [60, 'one pass over the bytes, and a line of at most 300 characters a field'],
  },
]
/** The events of a message that calls a tool with this input. */
function startedTool(json: string) {
  return [
    { type: 'message_start', message: { content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', input: {} } },
    { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: json } },
  ]
}

const FORWARD = {
  requestId: 'r',
  provider: 'p',
  anthropicBeta: 'b',
  demoted: false,
  elapsedMs: 1,
  errClass: 'e',
  cause: 'c',
  ctxErr: 'none',
} as const

/** Long requests are read in parts, with pauses for others; each part is bounded. */
const LONG = 4 * MEGABYTE
const routing = makeRouting({
  routes: {
    compaction: { provider: 'anthropic', model: 'claude-y' },
    longContext: { provider: 'anthropic', model: 'claude-y' },
    webSearch: { provider: 'anthropic', model: 'claude-y' },
    think: { provider: 'anthropic', model: 'claude-y' },
  },
})

/** The longest time between two pauses while a request is routed, in ms of CPU. */
async function longestPart(body: Buffer): Promise<number> {
  let longest = 0
  let before = process.threadCpuUsage()
  const pause = () => {
    const { user, system } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1_000)
    before = process.threadCpuUsage()
    return undefined
  }
  const inTurns: InTurns = async (work) => {
    before = process.threadCpuUsage()
    const result = await runInTurns(work, pause)
    pause()
    return result
  }
  const options = { body, limit: 2 * LONG, config: routing, inTurns }
  await routeRequest({ rawHeaders: [] }, options).catch(() => undefined)
  return longest
}

/** The minimum of three runs: other load on the machine only ever adds to a measurement. */
function cpuOf(work: () => unknown, bound: number): number {
  let best = Infinity
  for (let round = 0; round < 3 && best > bound; round++) {
    const before = process.threadCpuUsage()
    work()
    const { user, system } = process.threadCpuUsage(before)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}

function worst(
  { run, size = MEGABYTE, bound: [bound] = [BOUND, ''] }: Work,
  { fuels, shapes }: { fuels: readonly string[]; shapes: readonly ((text: string) => string)[] },
): { ms: number; fuel: string } {
  let found = { ms: 0, fuel: '' }
  for (const fuel of fuels) {
    const text = fuel.repeat(size / fuel.length)
    for (const shape of shapes) {
      const body = shape(text)
      const ms = cpuOf(() => run(body), bound)
      if (ms > found.ms) found = { ms, fuel }
    }
  }
  return found
}

describe('work on foreign bytes', () => {
  it.each(RAW)('$name is bounded', (work) => {
    const { ms, fuel } = worst(work, { fuels: FUEL, shapes: [(text) => text] })
    expect(ms, `with ${JSON.stringify(fuel)}`).toBeLessThan((work.bound?.[0] ?? BOUND) * SLACK)
  })

  it.each(BODY_FUEL)('a long request of %j is routed in short parts', async (fuel) => {
    for (const shape of BODIES) {
      const body = utf8(shape(`${fuel.repeat(LONG / fuel.length)}"signature":""`))
      let longest = Infinity
      for (let round = 0; round < 3 && longest > BOUND; round++)
        longest = Math.min(longest, await longestPart(body))
      expect(longest).toBeLessThan(BOUND * SLACK)
    }
  })

  it.each(SCANS)('$name is bounded', (work) => {
    const { ms, fuel } = worst(work, { fuels: BODY_FUEL, shapes: BODIES })
    expect(ms, `with ${JSON.stringify(fuel)}`).toBeLessThan((work.bound?.[0] ?? BOUND) * SLACK)
  })
})
