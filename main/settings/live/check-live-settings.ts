import { isRecord } from '../../base/json/is-record.ts'
import { type CodedIssue, issueAt } from '../../../shared/coded-issue.ts'
import { coded } from '../../../shared/language/say.ts'
import { ConfigError } from '../../../shared/config-error.ts'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { LIVE_SCHEMA, LIVE_NAMES } from './live-section.ts'

/** Maximum number of issues per refusal. */
const MAX_ISSUES = 100

/**
 * Checks a change before it is saved. Every part must be valid.
 *
 * @returns the complete sections that the change names
 * @throws ConfigError `invalid`, with one issue per error
 */
export function checkLiveSettings(change: unknown, current: LiveSettings): Partial<LiveSettings> {
  const plain = toPlain(change)
  const named = new Set(LIVE_NAMES.filter((name) => plain[name] !== undefined))
  const issues: CodedIssue[] = []
  const checked = LIVE_SCHEMA.check(
    { ...current, ...plain },
    {
      path: [],
      onProblem(path, problem) {
        if (issues.length < MAX_ISSUES) issues.push(issueAt(path, problem))
      },
    },
  )
  if (checked === undefined) throw new ConfigError('invalid', issues)
  return Object.fromEntries(Object.entries(checked).filter(([name]) => named.has(name)))
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
