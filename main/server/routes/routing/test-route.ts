import { AppError, ERRORS } from '../../../../shared/errors.ts'
import { toIssue } from '../../../../shared/coded-issue.ts'
import { type Coded, coded, toMessage } from '../../../../shared/language/say.ts'
import type { LiveSettings } from '../../../../shared/live-settings.ts'
import type { RouteTest, RouteTestResult } from '../../../../shared/routing-api.ts'
import type { Environment } from '../../../providers/resolve-provider.ts'
import type { RouteAttempt, RouteDecision } from '../../../proxy/route/choose-route.ts'
import type { RawHeaders } from '../../../proxy/headers.ts'
import { buildRouting } from '../../../proxy/route/build-routing.ts'
import { type RoutedRequest, routeRequest } from '../../../proxy/route/route-request.ts'
import { readLoggedHeaders } from '../read-logged-headers.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'

export interface RouteTestDeps {
  settings: { read: () => LiveSettings }
  /** Environment settings of providers: keys, addresses, models. */
  env: Environment
  /** Agent name → the prompt in its file. */
  prompts: { read: () => ReadonlyMap<string, string> }
  log: Pick<RequestLogSource, 'json'>
}

/** Limit in bytes: as much as the API accepts, or the log keeps. */
const LIMIT = 64 * 1024 * 1024

/**
 * Reports the route of a request and its reasons, decided by the same code as for real requests. Sends nothing.
 *
 * @throws AppError `bad_body` if it is ambiguous which request is meant, `not_found` if there is none
 */
export async function testRoute(test: RouteTest, deps: RouteTestDeps): Promise<RouteTestResult> {
  const { body, rawHeaders } = await readTested(test, deps)
  const { routes, subagents } = test
  const live = { ...deps.settings.read(), ...(routes && { routes }), ...(subagents && { subagents }) }
  const { config } = buildRouting({ live, env: deps.env, prompts: deps.prompts.read() })
  const request = await routeRequest({ rawHeaders }, { body, limit: LIMIT, config })
  const { rule, attempts, refusal, steps } = request.decision
  return {
    ...(request.model !== undefined && { model: request.model }),
    tokens: request.tokens(),
    rule,
    attempts: attempts.map((attempt) => describe(attempt, { request, body })),
    ...(refusal && { refusal: describeRefusal(refusal) }),
    steps: steps.map((step) => ({ rule: step.rule, ...describeReason(step.reason) })),
  }
}

function describeRefusal({
  code,
  issues,
}: NonNullable<RouteDecision['refusal']>): NonNullable<RouteTestResult['refusal']> {
  const error = new AppError(code, { issues })
  return {
    status: ERRORS[code].status,
    code,
    error: error.message,
    details: error.details ?? '',
    issues: issues.map(toIssue),
  }
}

function describeReason(reason: Coded): Omit<RouteTestResult['steps'][number], 'rule'> {
  const { message, ...known } = toMessage(reason)
  return { ...known, reason: message }
}

function describe(
  attempt: RouteAttempt,
  { request, body }: { request: RoutedRequest; body: Buffer },
): RouteTestResult['attempts'][number] {
  const { provider, model, reason, fallback, target, parameters } = attempt
  return {
    provider,
    type: target.type,
    ...(model !== undefined && { model }),
    ...describeReason(reason),
    ...(fallback > 0 && { fallback }),
    parameters: { ...parameters },
    isChanged: target.type !== 'anthropic' || request.bytesFor(attempt).bytes !== body,
  }
}

async function readTested(
  { body, headers = {}, requestId }: RouteTest,
  { log }: RouteTestDeps,
): Promise<{ body: Buffer; rawHeaders: RawHeaders }> {
  if ((body === undefined) === (requestId === undefined)) {
    throw new AppError('bad_body', {
      issues: [coded('invalid.either', { first: 'body', second: 'requestId' })],
    })
  }
  if (body !== undefined)
    return {
      body: Buffer.from(JSON.stringify(body)),
      rawHeaders: withoutCoding(Object.entries(headers).flat()),
    }

  const id = requestId ?? ''
  const [logged, loggedHeaders] = await Promise.all([
    log.json('body', { id, side: 'request' }),
    readLoggedHeaders(log, { id, side: 'request' }),
  ])
  if (logged === undefined) {
    throw new AppError('not_found', { issues: [coded('request.body_missing')] })
  }
  const bytes = Buffer.from(logged.buffer, logged.byteOffset, logged.byteLength)
  return { body: bytes, rawHeaders: withoutCoding(loggedHeaders ?? []) }
}

/** The log stores bodies decoded, and typed bodies aren't compressed. */
function withoutCoding(headers: RawHeaders): string[] {
  return headers.filter((_, i) => headers[i - (i % 2)]?.toLowerCase() !== 'content-encoding')
}
