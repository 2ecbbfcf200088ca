import { expect, it, vi } from 'vitest'
import { ProviderError } from './errors.ts'
import { guardFetch } from './guard-fetch.ts'

const options = {
  baseUrl: 'https://api.provider.test/v1',
  headerTimeoutMs: 0,
  idleTimeoutMs: 0,
  isStream: true,
}

it.each([
  'https://images.provider.test/v1/chat',
  'http://api.provider.test/v1/chat',
  'https://api.provider.test:8443/v1/chat',
  'https://api.provider.test@elsewhere.test/v1/chat',
])('sends nothing to %s', async (url) => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  const error: unknown = await guardFetch(fetch, options)
    .fetch(url)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ProviderError)
  expect(error).toMatchObject({ nothingSent: true, retry: false })
  expect(fetch).not.toHaveBeenCalled()
})

it('takes a body that breaks for one that ends, and keeps why', async () => {
  const reason = new TypeError('terminated')
  const chunks = ['data: {}\n\n']
  const body = new ReadableStream({
    pull(controller) {
      const next = chunks.shift()
      if (next === undefined) controller.error(reason)
      else controller.enqueue(Buffer.from(next))
    },
  })
  const guard = guardFetch(() => Promise.resolve(new Response(body)), options)
  const response = await guard.fetch(options.baseUrl)
  expect(guard.failure()).toBeUndefined()
  expect(await response.text()).toBe('data: {}\n\n')
  expect(guard.failure()).toBe(reason)
})
