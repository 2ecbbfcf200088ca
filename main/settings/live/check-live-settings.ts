import { isRecord } from '../../base/json/is-record.ts'
import { ConfigError } from '../../../shared/config-error.ts'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { LIVE_SCHEMA, LIVE_NAMES } from './live-section.ts'
import { formatPath } from './section.ts'

/** Sentences of one refusal. */
const MAX_DETAILS = 100

/**
 * Checks a change before it is saved. All of it must hold.
 *
 * @returns the sections that the change names, each whole
 * @throws ConfigError `invalid`, with one sentence for each thing that is wrong
 */
export function checkLiveSettings(change: unknown, current: LiveSettings): Partial<LiveSettings> {
  const plain = toPlain(change)
  const named = new Set(LIVE_NAMES.filter((name) => plain[name] !== undefined))
  const details: string[] = []
  const checked = LIVE_SCHEMA.check(
    { ...current, ...plain },
    {
      path: [],
      onProblem(path, problem) {
        if (details.length < MAX_DETAILS) details.push(`${formatPath(path)}: ${problem}`)
      },
    },
  )
  if (checked === undefined) {
    throw new ConfigError('invalid', 'These settings cannot be saved.', { details })
  }
  return Object.fromEntries(Object.entries(checked).filter(([name]) => named.has(name)))
}

/** As it would stand in the file: what JSON cannot say is gone. */
function toPlain(change: unknown): Record<string, unknown> {
  const invalid = (problem: string, cause?: unknown) =>
    new ConfigError('invalid', 'These settings cannot be saved.', { details: [problem], cause })
  let plain: unknown
  try {
    plain = JSON.parse(JSON.stringify(change) ?? 'null')
  } catch (error) {
    throw invalid('it is no JSON, or nested too deep', error)
  }
  if (!isRecord(plain)) throw invalid('it must be an object')
  return plain
}
