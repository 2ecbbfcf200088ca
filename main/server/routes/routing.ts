import { type CodedIssue, issueInEnglish, toIssue } from '../../../shared/coded-issue.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import {
  RouterImport,
  RouterImportResult,
  RoutesChange,
  RoutesView,
  RouteTest,
  RouteTestResult,
} from '../../../shared/routing-api.ts'
import type { Routing } from '../../proxy/route/create-routing.ts'
import { LOG_FAILURES, responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import { checkTargets } from './routing/check-targets.ts'
import { importRouter, type RouterConfig } from './routing/import-router.ts'
import { type RouteTestDeps, testRoute } from './routing/test-route.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'
import type { LiveSettingsSource } from './storage.ts'

export interface RoutingDeps extends Omit<RouteTestDeps, 'settings'> {
  settings: LiveSettingsSource & {
    /** Ignored parts of the file. */
    problems: () => readonly CodedIssue[]
  }
  routing: Pick<Routing, 'read' | 'problems'>
  /** The settings of claude-code-router; `undefined` if it isn't installed. @throws AppError (rejects) */
  routerConfig: () => Promise<RouterConfig | undefined>
}

/** Registers the routing rules, and a test for them. */
export function registerRouting(app: TypedApp, deps: RoutingDeps): void {
  const { settings, routing } = deps
  const view = ({ routes, subagents, routing: rules, models }: LiveSettings): RoutesView => {
    const issues = [...settings.problems(), ...routing.problems()]
    return {
      routes,
      subagents,
      routing: rules,
      models,
      problems: issues.map(issueInEnglish),
      issues: issues.map(toIssue),
    }
  }

  app.get(
    '/api/routes',
    {
      schema: {
        operationId: 'getRoutes',
        summary: 'Get the routes and sub-agent mappings',
        response: responses({ 200: RoutesView }, 'key_required'),
      },
    },
    (_request, reply) => noStore(reply).send(view(settings.read())),
  )
  app.put(
    '/api/routes',
    {
      schema: {
        operationId: 'saveRoutes',
        summary: 'Replace the routes and sub-agent mappings',
        body: RoutesChange,
        response: responses({ 200: RoutesView }, ...SETTINGS_FAILURES),
      },
    },
    async ({ body }, reply) => {
      const { routes, subagents, routing: rules, models } = body
      checkTargets(body, routing.read())
      const saved = await settings.update({
        routes,
        subagents,
        ...(rules && { routing: rules }),
        ...(models && { models }),
      })
      return noStore(reply).send(view(saved))
    },
  )
  app.post(
    '/api/routes/test',
    {
      schema: {
        operationId: 'testRoute',
        summary: 'Test where a request would be routed. Nothing is sent.',
        body: RouteTest,
        response: responses({ 200: RouteTestResult }, 'bad_body', 'not_found', ...LOG_FAILURES),
      },
    },
    async ({ body }, reply) => noStore(reply).send(await testRoute(body, deps)),
  )
  app.post(
    '/api/routes/import',
    {
      schema: {
        operationId: 'importRouter',
        summary: 'Import providers and routes from claude-code-router',
        body: RouterImport,
        response: responses({ 200: RouterImportResult }, 'not_found', ...SETTINGS_FAILURES),
      },
    },
    async ({ body }, reply) => {
      const found = await deps.routerConfig()
      if (found === undefined) {
        throw new AppError('not_found', { issues: [coded('import.no_file')] })
      }
      return noStore(reply).send(await importRouter(found, { apply: body.apply === true, settings }))
    },
  )
}
