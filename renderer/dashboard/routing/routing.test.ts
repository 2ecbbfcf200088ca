import { expect, test } from 'vitest'
import type { ProviderView } from '../../../shared/provider-api.ts'
import { toDraft, toNewProvider, toProviderChange } from './to-provider.ts'
import { parseObject, toRoute, toRouteDraft } from './to-route.ts'

const PROVIDER: ProviderView = {
  name: 'groq',
  type: 'groq',
  apiBaseUrl: 'https://api.groq.com/openai/v1',
  apiKey: '…abcd',
  keySource: 'environment',
  models: ['a', 'b'],
  enabled: true,
  source: 'environment',
}

test('a provider that is saved as it was sends nothing, so that what the environment says is not fixed', () => {
  expect(toProviderChange(toDraft(PROVIDER), PROVIDER)).toEqual({})
})

test('only what was changed is sent, and what was emptied goes', () => {
  const draft = { ...toDraft(PROVIDER), apiBaseUrl: '', models: ' c, d ', apiKey: ' k ' }
  expect(toProviderChange(draft, PROVIDER)).toEqual({ apiBaseUrl: null, apiKey: 'k', models: ['c', 'd'] })
})

test('a new provider leaves out what was not said', () => {
  expect(toNewProvider({ ...toDraft(undefined), name: ' mine ' })).toEqual({
    name: 'mine',
    type: 'openai-compatible',
  })
})

test('a route comes back from its fields as it went in', () => {
  const route = {
    provider: 'groq',
    model: 'm',
    fallbacks: [{ provider: 'x', model: 'y,z' }],
    parameters: { temperature: 0.2 },
  }
  expect(toRoute(toRouteDraft('think', route, 'anthropic'))).toEqual({ route, errors: {} })
})

test('what is wrong in a route is said at its field', () => {
  const { route, errors } = toRoute({
    name: '',
    provider: 'a',
    model: ' ',
    fallbacks: 'only-a-provider',
    parameters: '[1]',
  })
  expect(route).toBeUndefined()
  expect(Object.keys(errors).toSorted()).toEqual(['fallbacks', 'model', 'name', 'parameters'])
})

test('a pasted body is an object, nothing, or wrong', () => {
  expect(parseObject(' ')).toBeUndefined()
  expect(parseObject('{"a":1}')).toEqual({ a: 1 })
  expect(parseObject('{"a"')).toBeNull()
  expect(parseObject('null')).toBeNull()
})
