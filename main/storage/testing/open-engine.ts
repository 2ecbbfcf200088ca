import { decodeJson } from '../../base/json/decode-json.ts'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { createStorageWorker, type StorageWorker } from '../worker/storage-worker.ts'
import { createTurnRedact } from '../redact/create-turn-redact.ts'
import { openTarget } from '../worker/open-target.ts'
import type { WorkerData } from '../protocol.ts'
import type { Queries, QueryName, QueryParams } from '../../base/request-log-queries.ts'

export interface TestEngine extends StorageWorker {
  read: <Name extends QueryName>(name: Name, params: QueryParams<Name>) => Promise<Queries[Name]['response']>
}

/** The storage worker in this thread, on a real database. */
export function openStorageWorker(
  target: WorkerData['target'],
  options: {
    instance?: string
    maxDays?: number
    maxBytes?: number
    now?: () => number
    steady?: () => number
    since?: number
  } = {},
): TestEngine {
  const now = options.now ?? Date.now
  const folder = 'file' in target ? dirname(target.file) : ''
  const storageWorker = createStorageWorker({
    ...openTarget(target, { folder, now, onSetAside: () => undefined, onStep: () => undefined }),
    folder,
    instance: options.instance ?? randomUUID(),
    retention: { maxDays: options.maxDays ?? 0, maxBytes: options.maxBytes ?? 0 },
    redact: createTurnRedact([]),
    now,
    steady: options.steady ?? (() => performance.now()),
    since: options.since ?? 0,
    onDisplaced: () => undefined,
    onState: () => undefined,
  })
  return {
    ...storageWorker,
    async read(name, params) {
      const json = await storageWorker.ask(name, params)
      return (json === undefined ? undefined : decodeJson(json)) as never
    },
  }
}
