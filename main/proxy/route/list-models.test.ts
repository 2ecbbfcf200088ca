import fc from 'fast-check'
import { expect, it } from 'vitest'
import { listModels } from './list-models.ts'

const list = (ids: readonly { id: string; displayName?: string }[], query = '') =>
  listModels(ids, { created: 7, query: new URLSearchParams(query) })

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

it('shows every model once to a client that follows the pages, forwards and backwards', () => {
  const property = fc.property(fc.nat(60), fc.integer({ min: 1, max: 25 }), (count, limit) => {
    const all = Array.from({ length: count }, (_, at) => ({ id: `m${at}` }))
    const forwards: string[] = []
    for (let page = list(all, `limit=${limit}`); ;) {
      forwards.push(...page.data.map(({ id }) => id))
      if (!page.has_more) break
      page = list(all, `limit=${limit}&after_id=${page.last_id}`)
    }
    expect(forwards).toEqual(all.map(({ id }) => id))
    const backwards: string[] = []
    for (let id = `m${count - 1}`, more = count > 0; more;) {
      const page = list(all, `limit=${limit}&before_id=${id}`)
      backwards.unshift(...page.data.map((model) => model.id))
      more = page.has_more
      id = page.first_id ?? ''
    }
    expect(backwards).toEqual(forwards.slice(0, -1))
  })
  fc.assert(property)
})

it.each(['limit=0', 'limit=-1', 'limit=x', 'limit=1e9', 'after_id=gone'])(
  'takes no harm from %s',
  (query) => {
    expect(list([{ id: 'a' }], query).data).toHaveLength(1)
  },
)
