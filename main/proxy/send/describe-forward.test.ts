import { expect, it } from 'vitest'
import { describeForward, type FailedForward } from './describe-forward.ts'

const FORWARD: FailedForward = {
  requestId: 'f00dcafef00dcafe',
  provider: 'anthropic',
  model: 'claude-x',
  url: '/v1/messages?beta=true&key=secret',
  anthropicBeta: 'a-1, b-2',
  sessionId: undefined,
  json: Buffer.from('{"stream":true,"thinking":{"type":"enabled"},"messages":["my words"]}'),
  demoted: false,
  elapsedMs: 300_002,
  errClass: 'upstream_timeout',
  cause: undefined,
  ctxErr: 'deadline',
}

it('is one line of what a search begins with', () => {
  expect(describeForward(FORWARD)).toBe(
    'request_id=f00dcafef00dcafe model=claude-x stream=true body_bytes=69 has_thinking=true ' +
      'anthropic_beta="a-1, b-2" query="beta=true&key=…" elapsed=300.002s ctx_err=deadline ' +
      'provider=anthropic err_class=upstream_timeout cause="" demoted=false session_id=""',
  )
})

it('says nothing of the conversation and no credential, whatever the request is', () => {
  for (const body of ['', 'nonsense', '[]', '{"stream":"my words","thinking":', '{"stream":false}']) {
    const line = describeForward({ ...FORWARD, json: Buffer.from(body) })
    expect(line).toMatch(/stream=false .*has_thinking=false/)
    expect(line).not.toContain('my words')
  }
  expect(describeForward({ ...FORWARD, url: '/v1/x' })).toContain('query="" ')
  expect(describeForward(FORWARD)).not.toContain('secret')
})

it('does not read a request of many megabytes', () => {
  const json = Buffer.from(`{"stream":true,"messages":"${'x'.repeat(5_000_000)}"}`)
  expect(describeForward({ ...FORWARD, json })).toMatch(/stream=unknown .*has_thinking=unknown/)
})

it('stays one line that can be taken apart', () => {
  const line = describeForward({ ...FORWARD, model: 'a\nb="c"', cause: 'x'.repeat(1_000) })
  expect(line).toContain(String.raw`model="a\nb=\"c\""`)
  expect(line).not.toContain('\n')
  expect(line.length).toBeLessThan(800)
})
