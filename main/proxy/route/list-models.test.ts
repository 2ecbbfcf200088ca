import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_LIVE_SETTINGS } from '../../../shared/live-settings.ts'
import { listModels, ownModels } from './list-models.ts'

type Own = readonly { id: string; displayName?: string }[]

const list = (own: Own, query = '') => listModels(own, { created: 7, query: new URLSearchParams(query) })

it('lists what is advertised in Anthropic’s shape, and by default nothing', () => {
  expect(list([])).toEqual({ object: 'list', data: [], has_more: false, first_id: null, last_id: null })
  expect(list([{ id: 'claude-x', displayName: 'Claude X' }, { id: 'my-model' }])).toEqual({
    object: 'list',
    data: [
      {
        type: 'model',
        id: 'claude-x',
        display_name: 'Claude X',
        created_at: '1970-01-01T00:00:07.000Z',
        object: 'model',
        created: 7,
        owned_by: 'anthropic',
      },
      expect.objectContaining({ id: 'my-model', display_name: 'my-model', owned_by: 'signalbox' }),
    ],
    has_more: false,
    first_id: 'claude-x',
    last_id: 'my-model',
  })
})

it.each(['limit=0', 'limit=-1', 'limit=x', 'limit=1e9', 'after_id=', 'limit=%'])(
  'takes no harm from %s',
  (query) => {
    expect(list([{ id: 'a' }], query).data.length).toBeLessThanOrEqual(1)
  },
)

it('lists models that have a route of their own, once', () => {
  const target = { provider: 'local', model: 'qwen3' }
  const routes = { default: target, think: target, 'claude-qwen': target, 'claude-z': target }
  const models = { advertise: [{ id: 'claude-z', displayName: 'Z' }] }
  expect(ownModels({ ...DEFAULT_LIVE_SETTINGS, routes, models })).toEqual([
    { id: 'claude-z', displayName: 'Z' },
    { id: 'claude-qwen', displayName: 'qwen3 (local)' },
  ])
})

it('shows every model once to a client that follows the pages, ours first, forwards and backwards', () => {
  const shape = fc.record({
    own: fc.uniqueArray(fc.nat(30)),
    theirs: fc.uniqueArray(fc.nat(60), { maxLength: 60 }),
    limit: fc.integer({ min: 1, max: 25 }),
  })
  const property = fc.property(shape, ({ own, theirs, limit }) => {
    const upstream = { data: theirs.map((at) => ({ type: 'model', id: `m${at}` })), has_more: true }
    const all = [...new Set([...own, ...theirs])].map((at) => `m${at}`)
    const ask = (query: string) => {
      const options = { upstream, created: 7, query: new URLSearchParams(`limit=${limit}&${query}`) }
      return listModels(
        own.map((at) => ({ id: `m${at}` })),
        options,
      )
    }
    const forwards: string[] = []
    for (let page = ask(''); ; page = ask(`after_id=${page.last_id}`)) {
      expect(page.data.length).toBeLessThanOrEqual(limit)
      forwards.push(...page.data.map(({ id }) => id))
      if (!page.has_more) break
    }
    expect(forwards).toEqual(all)
    const backwards: string[] = []
    for (let id = all.at(-1), more = id !== undefined; more;) {
      const page = ask(`before_id=${id}`)
      backwards.unshift(...page.data.map((model) => model.id))
      more = page.has_more
      id = page.first_id ?? ''
    }
    expect(backwards).toEqual(all.slice(0, -1))
  })
  fc.assert(property, { numRuns: 500 })
})

it.each([undefined, null, [], 'x', { data: 'x' }, { data: [1, {}] }])(
  'lists ours alone where the upstream has no list: %j',
  (upstream) => {
    const options = { upstream, created: 7, query: new URLSearchParams() }
    expect(listModels([{ id: 'a' }], options)).toMatchObject({ data: [{ id: 'a' }], has_more: false })
  },
)
