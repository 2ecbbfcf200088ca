import { AppError } from '../../../shared/errors.ts'
import { readValue } from '../read-value.ts'
import { scanTopLevel } from '../../base/json/scan-top-level.ts'

/**
 * Reads the top-level `model` without parsing the body. Claude Code writes it first, so the scan ends there; a mistake
 * further on is the upstream's to tell, as it would without us.
 *
 * @param json the decoded body
 * @throws AppError `invalid_json` for a body that is no JSON object as far as it was read
 */
export function readModel(json: Buffer): string | undefined {
  const spans = scanTopLevel(json, ['model'], { firstOnly: true })
  if (spans === undefined) throw new AppError('invalid_json')
  const model = readValue(json, spans.get('model'))
  return typeof model === 'string' ? model : undefined
}
