import { TypeValidationError } from '@ai-sdk/provider'
import { isRecord } from '../../base/json/is-record.ts'

/** Fields that a chunk without content may have: metadata and keep-alives. */
const EMPTY = new Set([
  'id',
  'object',
  'created',
  'model',
  'type',
  'event',
  'timestamp',
  'ping',
  'usage',
  'provider',
])

/** Events of the Responses API without response content, including unknown future ones. */
const PROGRESS = /^response\.(?!.*(?:created|added|delta|done|completed|incomplete|failed)$)/

/**
 * True if a library failed on a chunk without content, such as `{"type": "ping"}`. Some servers send these to keep the
 * connection alive or add new events; they must not end the response.
 */
export function isHarmlessChunk(error: unknown): boolean {
  if (!TypeValidationError.isInstance(error) || !isRecord(error.value)) return false
  const { type } = error.value
  if (type === 'error') return false
  return (
    (typeof type === 'string' && PROGRESS.test(type)) ||
    Object.keys(error.value).every((key) => EMPTY.has(key))
  )
}
