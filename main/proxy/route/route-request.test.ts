import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { makeRouting } from './testing/make-routing.ts'
import { routeRequest } from './route-request.ts'

const LIMIT = 100_000
const KEYS = { OPENAI_API_KEY: 'sk-1' }

function routed(body: Buffer | string, live?: Partial<LiveSettings>, ...rawHeaders: string[]) {
  const config = makeRouting(live, { env: live === undefined ? {} : KEYS })
  return routeRequest({ rawHeaders }, { body: Buffer.from(body), limit: LIMIT, config })
}

/** The first attempt's bytes. */
async function sent(body: Buffer | string, live?: Partial<LiveSettings>, ...rawHeaders: string[]) {
  const request = await routed(body, live, ...rawHeaders)
  const [attempt] = request.decision.attempts
  if (attempt === undefined) throw new Error('there is an attempt')
  return request.bytesFor(attempt)
}

const toClaudeY = { routes: { default: { provider: 'anthropic', model: 'claude-y' } } }

describe('without any configuration', () => {
  it.each(['claude-x', 'gpt-4o', 'gemini-x', 'anything'])('%s goes on as it came', async (model) => {
    const body = Buffer.from(`{"model":"${model}"}`)
    const config = makeRouting()
    const request = await routeRequest({ rawHeaders: [] }, { body, limit: LIMIT, config })
    expect(request).toMatchObject({ model, decision: { rule: 'passthrough', refusal: undefined } })
    const [attempt] = request.decision.attempts
    expect(attempt).toMatchObject({ provider: 'anthropic', target: { credential: 'client' } })
    expect(attempt && request.bytesFor(attempt).bytes).toBe(body)
  })

  it('no more is read than the model', async () => {
    expect(await routed('{"model":"claude-x","messages":[')).toMatchObject({ model: 'claude-x' })
    await expect(routed('{"model":"claude-x","messages":[', toClaudeY)).rejects.toMatchObject({
      code: 'invalid_json',
    })
  })

  it('a provider may still be asked for', async () => {
    expect((await routed('{"model":"openai,o3"}')).decision.refusal?.code).toBe('provider_unknown')
    expect((await sent('{"model":"anthropic,claude-x"}')).bytes.toString()).toBe('{"model":"claude-x"}')
  })

  it.each([
    ['gzip', Buffer.from('{"model":"a"}'), 'body_corrupt'],
    ['compress', Buffer.from('{"model":"a"}'), 'unsupported_encoding'],
    ['zstd', zstdCompressSync(Buffer.alloc(LIMIT + 1, ' ')), 'body_too_large'],
    ['gzip', gzipSync('not json'), 'invalid_json'],
  ])('a body in %s that is %s is refused with %s', async (coding, body, code) => {
    await expect(routed(body, undefined, 'content-encoding', coding)).rejects.toMatchObject({ code })
  })
})

describe('for a target of the Anthropic format', () => {
  it('only the bytes of the model change, in generated bodies', async () => {
    const body = fc.record({ model: fc.string(), messages: fc.jsonValue(), metadata: fc.jsonValue() })
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(0, 2), async (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const start = text.indexOf(JSON.stringify(value.model), text.indexOf('"model"') + 7)
        const end = start + JSON.stringify(value.model).length
        // A comma selects a provider.
        fc.pre(!value.model.includes(','))
        expect((await sent(text, toClaudeY)).bytes.toString()).toBe(
          `${text.slice(0, start)}"claude-y"${text.slice(end)}`,
        )
      }),
    )
  }, 60_000)

  it('the client’s own bytes go on where the model is already the wanted one', async () => {
    const body = gzipSync('{"model":"claude-y"}')
    expect(await sent(body, toClaudeY, 'content-encoding', 'gzip')).toEqual({ bytes: body, isDecoded: false })
    expect(gunzipSync((await sent(body, toClaudeY, 'content-encoding', 'gzip')).bytes)).toHaveLength(20)
  })

  it('a compressed body that has to change goes on decoded', async () => {
    const body = gzipSync('{"model":"claude-x"}')
    const { bytes, isDecoded } = await sent(body, toClaudeY, 'Content-Encoding', 'gzip')
    expect(bytes.toString()).toBe('{"model":"claude-y"}')
    expect(isDecoded).toBe(true)
  })

  it('parameters are added where the request has none of its own', async () => {
    const parameters = { temperature: 0, metadata: { user: 1 } }
    const live = { routes: { default: { provider: 'anthropic', model: 'claude-y', parameters } } }
    expect((await sent('{"model":"a","temperature":1.00}', live)).bytes.toString()).toBe(
      '{"metadata":{"user":1},"model":"claude-y","temperature":1.00}',
    )
  })

  it('the tag of claude-code-router goes no further', async () => {
    const live = { subagents: { enable: true, mappings: {} } }
    const text = '<CCR-SUBAGENT-MODEL>anthropic,claude-y</CCR-SUBAGENT-MODEL>You write "é".'
    const body = {
      model: 'claude-x',
      n: 1,
      system: [
        { type: 'text', text: 'You are' },
        { text, cache: 1 },
      ],
    }
    expect((await sent(JSON.stringify(body), live)).bytes.toString()).toBe(
      '{"model":"claude-y","n":1,"system":[{"type":"text","text":"You are"},{"text":"You write \\"é\\".","cache":1}]}',
    )
  })
})

it('for another target the request is an object, with the model and the missing parameters', async () => {
  const parameters = { temperature: 0, top_p: 0.5 }
  const live = { routes: { default: { provider: 'openai', model: 'o3', parameters } } }
  const request = await routed(
    gzipSync('{"model":"a","top_p":1,"model":"b"}'),
    live,
    'content-encoding',
    'gzip',
  )
  const [attempt] = request.decision.attempts
  expect(request.model).toBe('b')
  expect(attempt && request.messageFor(attempt)).toEqual({ model: 'o3', temperature: 0, top_p: 1 })
  expect(attempt?.target).toMatchObject({ type: 'openai', credential: 'own', source: 'environment' })
})
