import { checkHeaderRule } from '../../../shared/check-header-rule.ts'
import { issueAt, issueInEnglish, toIssue } from '../../../shared/coded-issue.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import { HeaderRuleTest, HeaderRuleTestResult } from '../../../shared/header-rule-test.ts'
import type { ProxySettings } from '../../../shared/live-settings.ts'
import { compileHeaderRules } from '../../proxy/header-rules.ts'
import { type RawHeaders, toClientHeaders, toUpstreamHeaders } from '../../proxy/headers.ts'
import { responses, LOG_FAILURES } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

export interface HeaderRulesDeps {
  /** The current rules. */
  settings: () => ProxySettings
  /** Sent upstream when the client sends none. */
  anthropicVersion: string
  /**
   * Original headers of a logged request or of its response.
   *
   * @returns undefined if there is no such request, or its headers were not captured
   */
  loggedHeaders: (id: string, side: HeaderRuleTest['side']) => Promise<RawHeaders | undefined>
}

/** Registers a test of header rules that sends nothing upstream. */
export function registerHeaderRules(app: TypedApp, deps: HeaderRulesDeps): void {
  app.post(
    '/api/header-rules/test',
    {
      schema: {
        operationId: 'testHeaderRules',
        summary: 'Test header rules on a message',
        body: HeaderRuleTest,
        response: responses(
          { 200: HeaderRuleTestResult },
          'bad_body',
          'json_expected',
          'json_too_large',
          'not_found',
          ...LOG_FAILURES,
        ),
      },
    },
    async ({ body }, reply) => noStore(reply).send(await tryRules(body, deps)),
  )
}

async function tryRules(test: HeaderRuleTest, deps: HeaderRulesDeps): Promise<HeaderRuleTestResult> {
  const { requestHeaderRules, responseHeaderRules } = deps.settings()
  const rules = test.rules ?? (test.side === 'request' ? requestHeaderRules : responseHeaderRules)
  const came = await readHeaders(test, deps)
  const before =
    test.side === 'request'
      ? toUpstreamHeaders(came, { defaults: { 'anthropic-version': deps.anthropicVersion }, drop: [] })
      : toClientHeaders(came)
  const issues = rules.flatMap((rule, index) =>
    checkHeaderRule(rule).map(({ field, ...problem }) => issueAt([index, field], problem)),
  )
  const { headers, effects } = compileHeaderRules(rules).explain(before)
  return {
    before: toPairs(before),
    after: toPairs(headers),
    effects: effects.map(({ index, ...values }) => ({
      rule: index,
      header: rules[index]?.header ?? '',
      ...values,
    })),
    problems: issues.map(issueInEnglish),
    issues: issues.map(toIssue),
  }
}

/** @throws AppError `bad_body` if it is ambiguous which headers are meant, `not_found` if there are none */
async function readHeaders(
  { headers, requestId, side }: HeaderRuleTest,
  deps: HeaderRulesDeps,
): Promise<RawHeaders> {
  if ((headers === undefined) === (requestId === undefined)) {
    throw new AppError('bad_body', {
      issues: [coded('invalid.either', { first: 'headers', second: 'requestId' })],
    })
  }
  if (headers !== undefined) return headers.flatMap(({ name, value }) => [name, value])
  const logged = await deps.loggedHeaders(requestId ?? '', side)
  if (logged !== undefined) return logged
  throw new AppError('not_found', { issues: [coded('request.headers_missing')] })
}

function toPairs(headers: RawHeaders): HeaderRuleTestResult['before'] {
  const pairs: HeaderRuleTestResult['before'] = []
  for (let i = 0; i + 1 < headers.length; i += 2) {
    pairs.push({ name: headers[i] ?? '', value: headers[i + 1] ?? '' })
  }
  return pairs
}
