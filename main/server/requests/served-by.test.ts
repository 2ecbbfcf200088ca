import { describe, expect, it } from 'vitest'
import { servedBy } from './served-by.ts'

type Facts = Parameters<typeof servedBy>[1]

function facts(changes: Partial<Facts>): Facts {
  return { model: undefined, routedModel: undefined, provider: 'anthropic', attempts: [], ...changes }
}

describe('servedBy', () => {
  it.each([
    ['the same model', 'opus', { model: 'opus' }, undefined],
    ['no response', 'opus', {}, undefined],
    ['the same model with its date', 'opus-5', { model: 'opus-5-20261101' }, undefined],
    ['the model of a fallback', 'fable', { model: 'opus' }, 'opus'],
    [
      'a translated response that names the requested model',
      'opus',
      { model: 'opus', routedModel: 'qwen' },
      'qwen',
    ],
    ['a routed request without a response', 'opus', { routedModel: 'qwen' }, 'qwen'],
    ['a routed request whose provider answers with another', 'opus', { model: 'c', routedModel: 'b' }, 'c'],
  ])('knows %s', (_, asked, changes, served) => {
    expect(servedBy(asked, facts(changes)).servedModel).toBe(served)
  })

  it.each([
    ['http://127.0.0.1:11434', true],
    ['http://localhost:1234', true],
    ['http://[::1]:1234', true],
    ['http://192.168.1.7:8000', true],
    ['http://[fd00::7]:8000', true],
    ['http://gpu-box:8000', true],
    ['http://gpu.local:8000', true],
    ['https://api.groq.com', false],
    ['https://8.8.8.8', false],
    ['https://127.example.com', false],
  ])('a provider at %s is a server of the user’s: %s', (origin, isLocal) => {
    const attempt = { provider: 'p', model: 'm', origin, startedMs: 0, durationMs: 1 }
    expect(servedBy('opus', facts({ provider: 'p', attempts: [attempt] })).isLocal).toBe(isLocal)
    expect(servedBy('opus', facts({ attempts: [attempt] })).isLocal).toBe(false)
  })
})
