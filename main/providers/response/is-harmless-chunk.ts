import { TypeValidationError } from '@ai-sdk/provider'
import { isRecord } from '../../base/json/is-record.ts'

/** What a chunk may hold that says nothing: it is known, or keeps the connection alive. */
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

/** Events of the Responses that bring nothing of the answer, whatever their names will be. */
const PROGRESS = /^response\.(?!.*(?:created|added|delta|done|completed|incomplete|failed)$)/

/**
 * Whether a library stumbled over a chunk without content, such as `{"type": "ping"}`. Some servers send them to
 * keep the connection alive, some have new events, and an answer must not end for it.
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
