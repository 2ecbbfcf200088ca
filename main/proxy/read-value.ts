import { AppError } from '../../shared/errors.ts'
import type { Span } from '../base/json/scan-top-level.ts'

/** No model name, thinking option or tool type is longer. In bytes. */
const MAX_VALUE_BYTES = 64 * 1024

/**
 * Parses one small value of a JSON text; undefined for a longer one, which would take up to 80 ns a byte.
 *
 * @throws AppError `invalid_json`
 */
export function readValue(json: Buffer, span: Span | undefined): unknown {
  if (span === undefined || span.end - span.start > MAX_VALUE_BYTES) return undefined
  try {
    return JSON.parse(json.toString('utf8', span.start, span.end))
  } catch (error) {
    throw new AppError('invalid_json', { cause: error })
  }
}
