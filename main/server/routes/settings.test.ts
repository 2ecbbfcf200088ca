import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../compose/testing/settings-app.ts'

/** Set `SIGNALBOX_FUZZ=10000` for the full campaign. */
const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 40)

describe('/api/settings', () => {
  const rules = {
    requestHeaderRules: [{ header: 'x-a', action: 'set', value: '1', enabled: true }],
    responseHeaderRules: [{ header: 'x-b', action: 'block', enabled: false }],
  }

  it('replaces both lists and echoes them', async () => {
    const { ask, file } = createApp()
    expect((await ask('GET', '/api/settings')).body).toEqual({
      requestHeaderRules: [],
      responseHeaderRules: [],
    })
    expect(await ask('PUT', '/api/settings', rules)).toMatchObject({ status: 200, body: rules })
    expect((await ask('GET', '/api/settings')).body).toEqual(rules)
    const less = { requestHeaderRules: [], responseHeaderRules: rules.responseHeaderRules }
    expect((await ask('PUT', '/api/settings', less)).body).toEqual(less)
    expect(file()).toEqual(less)
  })

  it.each([
    [{}, '/requestHeaderRules'],
    [{ requestHeaderRules: [] }, '/responseHeaderRules'],
    [{ ...rules, requestHeaderRules: [{ header: 'x' }] }, '/requestHeaderRules/0/action'],
    [
      { ...rules, requestHeaderRules: [{ header: 'Host', action: 'block', enabled: true }] },
      '/requestHeaderRules/0/header',
    ],
    [
      { ...rules, responseHeaderRules: [{ header: 'x', action: 'set', value: 'a\r\nb', enabled: true }] },
      '/responseHeaderRules/0/value',
    ],
  ])('refuses %j with the path of the field', async (body, path) => {
    const { ask, store } = createApp()
    expect(await ask('PUT', '/api/settings', body)).toMatchObject({
      status: 400,
      body: {
        details: expect.stringContaining(`${path}: `),
        issues: expect.arrayContaining([expect.objectContaining({ path })]),
      },
    })
    expect(store.read().requestHeaderRules).toEqual([])
  })

  it('answers any body with 200 or 400, and the file always loads', async () => {
    const { ask, store, file } = createApp({ file: {} })
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('x-a', 'host', 'a\r\nb', ''))
    const rule = fc.record(
      {
        header: text,
        action: fc.constantFrom('block', 'set', 'replace', 'drop'),
        value: text,
        find: text,
        enabled: fc.oneof(fc.boolean(), fc.jsonValue()),
      },
      { requiredKeys: ['header'] },
    )
    const list = fc.oneof(fc.array(rule, { maxLength: 3 }), fc.jsonValue())
    const good = fc.array(
      fc.record({
        header: fc.constantFrom('x-a', 'x-b'),
        action: fc.constant('block'),
        enabled: fc.boolean(),
      }),
    )
    const body = fc.oneof(
      fc.record({ requestHeaderRules: fc.oneof(list, good), responseHeaderRules: fc.oneof(list, good) }),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
    )
    const seen = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const { status } = await ask('PUT', '/api/settings', payload)
        seen.set(status, (seen.get(status) ?? 0) + 1)
        expect([200, 400]).toContain(status)
        expect(file()).toBeTypeOf('object')
        expect(store.problems()).toEqual([])
      }),
      // A valid body, because the generator alone may not produce one.
      { numRuns: ROUNDS, examples: [[{ requestHeaderRules: [], responseHeaderRules: [] }]] },
    )
    expect([...seen.keys()].toSorted((a, b) => a - b)).toEqual([200, 400])
  }, 900_000)

  it('says so when the file is broken, and writes nothing', async () => {
    const { ask } = createApp({ file: '{ "a": ' })
    expect(await ask('PUT', '/api/settings', rules)).toMatchObject({
      status: 503,
      body: {
        issues: [{ code: 'json.value_missing' }, { code: 'file.fix' }, { code: 'effect.nothing_changed' }],
      },
    })
  })
})
