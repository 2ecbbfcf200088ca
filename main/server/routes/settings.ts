import { ProxySettings } from '../../../shared/live-settings.ts'
import { responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'
import type { LiveSettingsSource } from './storage.ts'

/** Registers the header rules. */
export function registerSettings(app: TypedApp, { settings }: { settings: LiveSettingsSource }): void {
  app.get(
    '/api/settings',
    {
      schema: {
        operationId: 'getSettings',
        summary: 'Get current proxy settings',
        response: responses({ 200: ProxySettings }, 'key_required'),
      },
    },
    (_request, reply) => noStore(reply).send(headerRules(settings.read())),
  )
  app.put(
    '/api/settings',
    {
      schema: {
        operationId: 'saveSettings',
        summary: 'Update proxy settings. Replaces both lists.',
        body: ProxySettings,
        response: responses({ 200: ProxySettings }, ...SETTINGS_FAILURES),
      },
    },
    async ({ body }, reply) => noStore(reply).send(headerRules(await settings.update(headerRules(body)))),
  )
}

function headerRules({ requestHeaderRules, responseHeaderRules }: ProxySettings): ProxySettings {
  return { requestHeaderRules, responseHeaderRules }
}
