import { AppError } from '../../../shared/errors.ts'
import { readValue } from '../read-value.ts'
import { scanMembers } from '../../base/json/scan-top-level.ts'
import type { WorkInParts } from '../../base/work-in-parts.ts'

/**
 * Reads the top-level `model` without parsing the body. Claude Code writes it first, so the scan ends there; the
 * upstream reports errors further on.
 *
 * @param json the decoded body
 * @throws AppError `invalid_json` if the scanned part is not a JSON object
 */
export function* readModel(json: Buffer): WorkInParts<string | undefined> {
  const spans = yield* scanMembers(json, ['model'], { firstOnly: true })
  if (spans === undefined) throw new AppError('invalid_json')
  const model = readValue(json, spans.get('model'))
  return typeof model === 'string' ? model : undefined
}
