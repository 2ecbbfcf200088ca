import { expect, test } from 'vitest'
import { renderIetf } from '../../../main/server/health/render-ietf.ts'
import { makeFacts, makeReport } from '../../../main/server/health/testing/make-facts.ts'
import { Check } from 'typebox/value'
import { HealthDocument } from '../../api/health-document.ts'
import { brokenCli, documentForTest, signIn, unreachable } from './document-for-test.ts'
import { toVerdict } from './verdict.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
test('a check that the policy calls critical is unhealthy, with the sentence of that check', () => {
  const reports = [makeReport('claude_cli', 'warn', { cli_status: 'not_installed' })]
  const facts = makeFacts({ reports, policy: { ...makeFacts().policy, critical: ['claude_cli'] } })
  expect(toVerdict(asPage(renderIetf(facts, { compat: false })))).toMatchObject({
    health: 'unhealthy',
    about: 'claude_cli',
    advice: { sentence: 'Claude Code was not found on this computer. Install it:' },
  })
})

test('a drain is no illness', () => {
  const document = asPage(renderIetf(makeFacts({ draining: true, inFlight: 2 }), { compat: false }))
  expect(document).toMatchObject({ status: 'fail', output: 'draining' })
  expect(toVerdict(document)).toEqual({ health: 'healthy' })
})

test('what stops every request is told first, and the others are counted', () => {
  const document = documentForTest(NOW, {
    providers: unreachable(3),
    claude_cli: brokenCli('timeout'),
    oauth2_credentials: signIn('expired'),
  })
  const verdict = toVerdict(document)
  if (verdict.health === 'healthy') throw new Error('the document has three concerns')
  expect(verdict.about).toBe('providers')
  expect(verdict.advice.sentence).toMatch(
    /^No connection to api\.anthropic\.com\..* 2 more warnings below\.$/,
  )
})

test('a provider that only some requests go to does not stop the others', () => {
  const document = documentForTest(NOW, { providers: unreachable(3, 'local') })
  expect(toVerdict(document)).toMatchObject({
    about: 'providers',
    advice: { sentence: expect.stringContaining('Requests that are routed there fail') },
  })
})

test('an answer that only says that it failed is unhealthy in its own words', () => {
  expect(toVerdict({ status: 'fail', output: 'Internal error' })).toEqual({
    health: 'unhealthy',
    about: undefined,
    advice: { sentence: 'Internal error' },
  })
})

function asPage(rendered: object): HealthDocument {
  const received: unknown = JSON.parse(JSON.stringify(rendered))
  if (!Check(HealthDocument, received)) throw new Error('the page does not understand the server')
  return received
}
