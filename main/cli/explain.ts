import { Explanation } from '../../shared/explanation.ts'
import { printable } from '../../shared/printable.ts'
import { RequestSummaries } from '../../shared/request-log.ts'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'
import { explanationLines } from './explanation-lines.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { toStderr, toStdout } from './print.ts'

export interface ExplainOptions {
  settings: Settings
  /** A request's ID, or its last characters; or `last`. */
  id: string
  json: boolean
  howTo: HowToRun
}

/**
 * `signalbox explain <id|last>`: why a request missed the cache, what fills its context and where its time went.
 *
 * @returns the exit code: 0 explained, 1 no such request or refused, 3 not running
 */
export async function explain({ settings, id, json, howTo }: ExplainOptions): Promise<number> {
  const found = id === 'last' ? await findLast(settings) : { kind: 'response' as const, body: id }
  const path = `/api/requests/${encodeURIComponent(found.kind === 'response' ? found.body : '')}/explanation`
  const asked =
    found.kind === 'response'
      ? await askInstance(settings, { method: 'GET', path, schema: Explanation })
      : found
  switch (asked.kind) {
    case 'response':
      toStdout(json ? JSON.stringify(asked.body) : explanationLines(asked.body).join('\n'))
      return 0
    case 'absent': {
      const error = await notRunning({ port: settings.port, howTo })
      if (json) toStdout(JSON.stringify({ error }))
      else toStderr(error)
      return 3
    }
    case 'refused': {
      const error =
        'status' in asked && asked.status === 404
          ? `No logged request has the ID “${printable(id)}”, or an ID that ends so. For the newest: ${howTo('explain last')}`
          : asked.error
      if (json) toStdout(JSON.stringify({ error }))
      else toStderr(error)
      return 1
    }
  }
}

export const NOTHING_LOGGED = 'No request is logged yet. Connect Claude Code, and send one.'

/** ID of the newest finished request. */
async function findLast(settings: Settings) {
  const path = '/api/requests/summary?limit=20'
  const asked = await askInstance(settings, { method: 'GET', path, schema: RequestSummaries })
  if (asked.kind !== 'response') return asked
  const last = asked.body.requests.find(({ termination }) => termination !== undefined)
  if (last === undefined) return { kind: 'refused' as const, error: NOTHING_LOGGED }
  return { kind: 'response' as const, body: last.requestId }
}
