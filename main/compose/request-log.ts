import { decodeJson } from '../base/json/decode-json.ts'
import type { StorageSettings } from '../../shared/live-settings.ts'
import type { StartedRequest } from '../../shared/request-stages.ts'
import { type CopyBudget, createCopyBudget } from '../proxy/recorder/response-copy.ts'
import type { FinishedRequest } from '../server/requests/finished-request.ts'
import type { Settings } from '../settings/settings.ts'
import { createStore } from '../storage/client/create-store.ts'
import type { Store } from '../storage/client/store.ts'

/**
 * Maximum memory for copies of bodies, in flight or waiting to be written, in bytes; beyond it requests are logged without
 * bodies.
 */
const COPY_BYTES = 32 * 1024 * 1024

const MEGABYTE = 1024 * 1024

export interface RequestLog {
  store: Store
  copies: { budget: CopyBudget; keepsRequests: () => boolean }
  started: (request: StartedRequest) => void
  finished: (request: FinishedRequest) => void
  configure: (storage: StorageSettings) => void
  /** True if an earlier run left requests in the log. Resolves with false if the log can't be read. */
  hasEarlier: () => Promise<boolean>
}

/** Opens the request log in the data folder or in PostgreSQL, and stores the exchanges that the server records. */
export function wireLog(settings: Settings, storage: StorageSettings): RequestLog {
  let { capture } = storage
  const store = createStore({
    folder: settings.dataDir,
    databasePath: settings.databasePath,
    databaseUrl: settings.databaseUrl,
    capture,
    retention: toRetention(storage),
    secrets: [settings.apiKey, settings.dashboardPassword],
  })
  return {
    store,
    copies: {
      budget: createCopyBudget(COPY_BYTES, store.waitingBytes),
      keepsRequests: () => capture !== 'off',
    },
    started: store.open,
    finished: (request) => store.finish(request.requestId, request),
    configure(next) {
      capture = next.capture
      store.setCapture(capture)
      store.setRetention(toRetention(next))
    },
    async hasEarlier() {
      try {
        const json = await store.json('summaries', { offset: 0, limit: 1 })
        const { total }: { total?: number } = decodeJson(json) as object
        return (total ?? 0) > 0
      } catch {
        // An unreadable log has its own health check.
        return false
      }
    },
  }
}

function toRetention({ maxDays, maxMegabytes }: StorageSettings): { maxDays: number; maxBytes: number } {
  return { maxDays, maxBytes: maxMegabytes * MEGABYTE }
}
