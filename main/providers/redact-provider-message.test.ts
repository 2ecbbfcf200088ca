import { describe, expect, it } from 'vitest'
import { redactProviderMessage } from './redact-provider-message.ts'

function redact(message: string, ...secrets: string[]): string {
  return redactProviderMessage(message, { secrets })
}

describe('keys', () => {
  it.each([
    'Incorrect API key provided: sk-proj-abcdEFGH1234567890.',
    'bad key AIzaSyA-1234567890abcdefghij here',
    'Authorization: Bearer abcdefgh.ijkl-mnop',
    'gsk_0123456789abcdefghij was refused',
    'token eyJhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl',
    'xai-0123456789abcdef',
  ])('are cut out of %j', (message) => {
    const redacted = redact(message)
    expect(redacted).toContain('[redacted]')
    expect(redacted.replace('Authorization', '')).not.toMatch(/[\w-]{12,}/)
  })

  it('that were sent are cut out whatever they look like', () => {
    expect(redact('your key plain is wrong, plain!', 'plain')).toBe(
      'your key [redacted] is wrong, [redacted]!',
    )
  })
})

describe('addresses', () => {
  it.each([
    'connect to http://10.0.0.7:8080/v1/chat failed',
    'at 192.168.1.20:11434',
    'see http://localhost:1234/v1',
    'localhost:1234 refused',
    'http://gateway/v1 refused',
    'https://user:pw@host.example.com/v1',
    'llm.corp/v1 is down',
    'http://[fd00::1]:8080/x is down',
  ])('of private networks are cut out of %j', (message) => {
    const redacted = redact(message)
    expect(redacted).toContain('[address]')
    expect(redacted).not.toMatch(/10\.0|192\.168|localhost|gateway|host\.example|corp|fd00/)
  })

  it('of the public internet stay, because they say where to go', () => {
    const message =
      'No endpoints found that support tool use. See https://openrouter.ai/docs/provider-routing'
    expect(redact(message)).toBe(message)
  })
})

it('leaves ordinary words alone', () => {
  const message = "Invalid value for 'temperature': 3.5 is greater than the maximum of 2.0 - 'temperature'"
  expect(redact(message)).toBe(message)
})

it('puts everything on one line of bounded length', () => {
  expect(redact('a\n\u001b[31mb\u0000\tc')).toBe('a [31mb c')
  expect(redact('x'.repeat(5000))).toHaveLength(2001)
})

it('is quick with long and hostile texts', () => {
  const texts = [
    'a.'.repeat(50_000),
    'http://'.repeat(20_000),
    '1.1.1.'.repeat(20_000),
    'sk-'.repeat(30_000),
    ':[f'.repeat(30_000),
  ]
  const startedAt = performance.now()
  for (const text of texts) redact(text)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
