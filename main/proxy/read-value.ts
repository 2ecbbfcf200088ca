import { AppError } from '../../shared/errors.ts'
import type { Span } from '../base/json/scan-top-level.ts'

/**
 * Parses one value of a JSON text.
 *
 * @throws AppError `invalid_json`
 */
export function readValue(json: Buffer, span: Span | undefined): unknown {
  if (span === undefined) return undefined
  try {
    return JSON.parse(json.toString('utf8', span.start, span.end))
  } catch (error) {
    throw new AppError('invalid_json', { cause: error })
  }
}
