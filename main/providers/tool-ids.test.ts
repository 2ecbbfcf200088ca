import { describe, expect, it } from 'vitest'
import { toClientToolId, toProviderToolId } from './tool-ids.ts'

describe('towards a provider', () => {
  it('keeps what it can take', () => {
    expect(toProviderToolId('toolu_01AbCdEf', 'openai')).toBe('toolu_01AbCdEf')
    expect(toProviderToolId('D681PevKs', 'mistral')).toBe('D681PevKs')
  })

  it('makes the rest fit, always in the same way', () => {
    const long = `toolu_${'x'.repeat(60)}`
    expect(toProviderToolId(long, 'openai')).toMatch(/^call_[0-9a-f]{24}$/)
    expect(toProviderToolId(long, 'openai')).toBe(toProviderToolId(long, 'gemini'))
    expect(toProviderToolId('toolu_01AbCdEf', 'mistral')).toMatch(/^[a-zA-Z0-9]{9}$/)
    expect(toProviderToolId('functions.Read:0', 'openai')).not.toBe(
      toProviderToolId('functions.Read:1', 'openai'),
    )
  })
})

describe('towards the client', () => {
  it('keeps a provider’s id', () => {
    expect(toClientToolId('call_1', { type: 'openai', taken: new Set() })).toBe('call_1')
  })

  it('makes a new one for what Anthropic would refuse, what is taken, and for Groq', () => {
    const taken = new Set(['call_1'])
    const made = [
      toClientToolId('call_1', { type: 'openai', taken }),
      toClientToolId('functions.Read:0', { type: 'openai', taken }),
      toClientToolId('', { type: 'openai', taken }),
      toClientToolId('call_2', { type: 'groq', taken }),
    ]
    for (const id of made) expect(id).toMatch(/^toolu_[0-9a-f]{24}$/)
    expect(new Set(made).size).toBe(4)
    expect(made.every((id) => taken.has(id))).toBe(true)
  })
})
