import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from './server/logger.ts'
import type { DashboardSources } from './server/routes/dashboard.ts'
import { type ConfigStore, createConfigStore } from './settings/config-store.ts'
import { createPriceStore } from './settings/create-price-store.ts'
import type { Settings } from './settings/settings.ts'
import { createTranscripts } from './transcripts/create-transcripts.ts'
import { transcriptsRoot } from './transcripts/transcripts-root.ts'
import { type RequestLog, wireLog } from './wire-log.ts'

export interface Sources extends DashboardSources {
  settings: ConfigStore
  requestLog: RequestLog
  close: () => Promise<void>
}

/** What the program keeps and reads on this machine: settings that may change, the request log, Claude Code's transcripts. */
export function wireSources({
  settings,
  env,
  log,
}: {
  settings: Settings
  env: NodeJS.ProcessEnv
  log: Logger
}): Sources {
  const config = createConfigStore({ path: settings.configPath, log })
  const requestLog = wireLog(settings, config.read().storage)
  config.onChange(() => requestLog.configure(config.read().storage))
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  const transcripts = createTranscripts({ root: transcriptsRoot(env, home) })
  return {
    log: requestLog.store,
    settings: config,
    prices: createPriceStore(join(settings.dataDir, 'prices.json')),
    conversations: transcripts,
    requestLog,
    async close() {
      config.close()
      await Promise.all([requestLog.store.close(), transcripts.close()])
    },
  }
}
