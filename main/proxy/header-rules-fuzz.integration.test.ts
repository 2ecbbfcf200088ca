import fc from 'fast-check'
import { createServer, type Server, validateHeaderName, validateHeaderValue } from 'node:http'
import { Value } from 'typebox/value'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkHeaderRule } from '../../shared/check-header-rule.ts'
import { ProxySettings } from '../../shared/live-settings.ts'
import { compileHeaderRules } from './header-rules.ts'
import { listenLocally } from '../base/testing/local-server.ts'

/** Use 10,000 for a full campaign. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 1_000)

/** Header names and values as users and attackers may enter them. */
const NASTY = [
  '',
  'a\r\nX: b',
  'a\u010d\u010ab',
  '\0',
  ' ',
  'Host',
  'transfer-encoding',
  '__proto__',
  'constructor',
  '日本',
  '\u007f',
  'é',
  'x'.repeat(9_000),
  '$&',
  ',',
  ',,',
  '"a,b"',
  ':path',
  '😀',
  '\ud800',
]
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom('x-a', 'X-B', 'anthropic-beta', 'a', 'a, b'),
  fc.string(),
  fc.string({ unit: 'binary' }),
)
/** Occasionally replaces the value by an arbitrary one. */
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary: value }, { weight: 1, arbitrary: fc.anything() })
const action = fc.constantFrom('block', 'set', 'replace')
const good = fc.record({
  header: fc.constantFrom('x-a', 'X-B', 'anthropic-beta', 'new'),
  action,
  value: fc.constantFrom('', 'a', 'a, b', 'é', '$&', ' '),
  find: fc.constantFrom('', 'a', ',', 'b'),
  enabled: fc.boolean(),
})
const bad = fc.record(
  {
    header: maybe(text),
    action: maybe(action),
    value: maybe(text),
    find: maybe(text),
    enabled: maybe(fc.boolean()),
  },
  { requiredKeys: ['header', 'action', 'enabled'] },
)
const rules = fc.array(fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: bad }), {
  maxLength: 4,
})
const settings = maybe(fc.record({ requestHeaderRules: maybe(rules), responseHeaderRules: maybe(rules) }))
/** Headers as they are on the wire: latin1, any number of each name. */
const field = fc.tuple(
  fc.constantFrom('x-a', 'X-A', 'x-b', 'Anthropic-Beta', 'a'),
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .map((code) => String.fromCodePoint(code === 0x7f ? 0x20 : code)),
  }),
)
const headers = fc.array(field, { maxLength: 8 }).map((fields) => fields.flat())

let server: Server
let url: string
const agent = new Agent({ pipelining: 1 })

beforeAll(async () => {
  server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost')
    const given = JSON.parse(Buffer.from(pathname.slice(1), 'base64url').toString())
    res.writeHead(200, given).end()
  })
  const port = await listenLocally(server)
  url = `http://127.0.0.1:${port}`
})

afterAll(async () => {
  await agent.close()
  server.close()
})

it(`whatever ${ROUNDS} settings hold, they are refused with words, or every message can be sent with them`, async () => {
  const seen = { refused: 0, taken: 0, sent: 0 }
  await fc.assert(
    fc.asyncProperty(settings, headers, async (body, raw) => {
      if (!Value.Check(ProxySettings, body)) return void seen.refused++
      const all = [...body.requestHeaderRules, ...body.responseHeaderRules]
      const problems = all.flatMap(checkHeaderRule)
      expect(problems.every(({ code }) => code.startsWith('invalid.'))).toBe(true)
      seen[problems.length === 0 ? 'taken' : 'refused']++

      // An invalid rule in the settings file is skipped; the others apply.
      const result = compileHeaderRules(all).apply(raw)
      for (let i = 0; i < result.length; i += 2) {
        validateHeaderName(result[i] ?? '')
        validateHeaderValue(result[i] ?? '', result[i + 1] ?? '')
      }
      if (result === raw) return
      const path = Buffer.from(JSON.stringify(result)).toString('base64url')
      if (path.length > 12_000) return
      const { statusCode, body: response } = await request(`${url}/${path}`, {
        dispatcher: agent,
        headers: result,
      })
      await response.dump()
      expect(statusCode).toBe(200)
      seen.sent++
    }),
    { numRuns: ROUNDS },
  )
  expect(Math.min(seen.refused, seen.taken, seen.sent)).toBeGreaterThan(ROUNDS / 10)
}, 120_000)
