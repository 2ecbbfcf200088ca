import { ConfigError } from '../../../shared/config-error.ts'
import { coded } from '../../../shared/language/say.ts'
import { LiveSettings } from '../../../shared/live-settings.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { collectIssues } from './collect-issues.ts'
import { readPart } from './read-part.ts'

/**
 * Checks a change before it is saved. Every part must be valid.
 *
 * @returns the complete sections that the change names
 * @throws ConfigError `invalid`, with one issue per error
 */
export function checkLiveSettings(change: unknown): Partial<LiveSettings> {
  const plain = toPlain(change)
  const { issues, onProblem } = collectIssues()
  const sections = Object.entries(LiveSettings.properties).flatMap(([name, schema]) =>
    plain[name] === undefined ? [] : [[name, readPart(schema, plain[name], { path: [name], onProblem })]],
  )
  if (issues.length > 0) throw new ConfigError('invalid', issues)
  return Object.fromEntries(sections)
}

/** The value after a round trip through JSON, as it would appear in the file. */
function toPlain(change: unknown): Record<string, unknown> {
  let plain: unknown
  try {
    plain = JSON.parse(JSON.stringify(change) ?? 'null')
  } catch (error) {
    throw new ConfigError('invalid', [coded('invalid.json_depth')], { cause: error })
  }
  if (!isRecord(plain)) throw new ConfigError('invalid', [coded('invalid.object')])
  return plain
}
