import { expect, it } from 'vitest'
import { listModels } from './list-models.ts'

it('lists what is advertised, in the shape that OpenAI and Claude Code read, and by default nothing', () => {
  expect(listModels([], 7)).toEqual({ object: 'list', data: [] })
  expect(listModels([{ id: 'claude-x', displayName: 'Claude X' }, { id: 'my-model' }], 7)).toEqual({
    object: 'list',
    data: [
      { id: 'claude-x', object: 'model', created: 7, owned_by: 'anthropic', display_name: 'Claude X' },
      { id: 'my-model', object: 'model', created: 7, owned_by: 'signalbox' },
    ],
  })
})
