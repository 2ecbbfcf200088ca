import { type LiveSettings, StorageSettings } from '../../../shared/live-settings.ts'
import { StorageStatus } from '../../../shared/storage-status.ts'
import { responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

/** The live settings, which can change while the program runs. */
export interface LiveSettingsSource {
  read: () => LiveSettings
  /** Resolves with the new settings. @throws ConfigError (rejects) */
  update: (change: Partial<LiveSettings>) => Promise<LiveSettings>
  /** Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}

/** Registers the storage settings and the state of the request log. */
export function registerStorage(
  app: TypedApp,
  { log, settings }: { log: RequestLogSource; settings: LiveSettingsSource },
): void {
  const status = (storage: StorageSettings) => ({ settings: storage, state: log.state() })
  app.get(
    '/api/storage',
    {
      schema: {
        operationId: 'getStorage',
        summary: 'Get the storage settings and state',
        response: responses({ 200: StorageStatus }, 'key_required', 'too_many_guesses'),
      },
    },
    (_request, reply) => noStore(reply).send(status(settings.read().storage)),
  )
  app.put(
    '/api/storage',
    {
      schema: {
        operationId: 'saveStorage',
        summary: 'Change the storage settings',
        body: StorageSettings,
        response: responses({ 200: StorageStatus }, ...SETTINGS_FAILURES, 'too_many_guesses'),
      },
    },
    async ({ body }, reply) =>
      noStore(reply).send(status((await settings.update({ storage: body })).storage)),
  )
}
