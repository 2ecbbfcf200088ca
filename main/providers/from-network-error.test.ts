import { expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { coded } from '../../shared/language/say.ts'
import { fromNetworkError } from './from-network-error.ts'

it('tells host and code of a provider that cannot be reached', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const issues = [coded('upstream.refused', { host: 'localhost:9', code: 'ECONNREFUSED' })]
  const error = new AppError('upstream_unreachable', { cause: refused, issues })
  expect(
    fromNetworkError(error, {
      name: 'ollama',
      apiKey: undefined,
      baseUrl: 'http://localhost:9',
      isPublicAddress: false,
    }).message,
  ).toBe(
    'Signalbox can’t reach the provider "ollama". localhost:9 refused the connection (ECONNREFUSED). Check that it is running.',
  )
})
