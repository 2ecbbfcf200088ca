import { Type } from 'typebox'
import { Check as isValid } from 'typebox/value'
import { CodedMessage } from '../../shared/coded-message.ts'
import { CHECK_DETAILS, type CheckKey, type DetailsOf } from '../../shared/health/check-report.ts'
import { CheckStatus } from '../../shared/health/check-status.ts'
import type { HealthDocument } from './health-document.ts'
import { pick, type Picked } from './pick.ts'
import { toTime } from './to-time.ts'

const Entry = Type.Object({
  status: CheckStatus,
  output: Type.String(),
  checked_at: Type.String(),
  message: Type.Unknown(),
})

interface Common {
  /** The name under `checks`, for example `claude_cli`. */
  name: string
  status: CheckStatus
  output: string | undefined
  /** Reason for a check that does not pass. Absent from older servers and for untrusted callers. */
  message: CodedMessage | undefined
  /** Time of the check, in ms since the epoch by the server's clock. Undefined if not reported. */
  checkedAt: number | undefined
}

/** A known check with its reported details. */
export type CheckOf<Key extends CheckKey> = Common & { key: Key; details: Picked<DetailsOf<Key>> }

/** One check of the health document; `key` selects its details. */
export type Check = { [Key in CheckKey]: CheckOf<Key> }[CheckKey] | (Common & { key: 'other' })

/** Checks of a document, in its order. Entries without a status are skipped. */
export function readChecks({ checks = {} }: HealthDocument): Check[] {
  return Object.entries(checks).flatMap(([name, entries]) => {
    const entry: unknown = Array.isArray(entries) ? entries[0] : undefined
    const { status, output, checked_at, message } = pick(Entry, entry)
    if (status === undefined) return []
    const common = { name, status, output, message: readMessage(message), checkedAt: toTime(checked_at) }
    return readCheck(common, entry)
  })
}

function readMessage(value: unknown): CodedMessage | undefined {
  return isValid(CodedMessage, value) ? value : undefined
}

function readCheck(common: Common, entry: unknown): Check {
  const key = common.name
  switch (key) {
    case 'oauth2_credentials':
    case 'codex_credentials':
      return { ...common, key, details: pick(CHECK_DETAILS[key], entry) }
    case 'claude_cli':
    case 'codex_cli':
      return { ...common, key, details: pick(CHECK_DETAILS[key], entry) }
    case 'claude_sdk':
      return { ...common, key, details: pick(CHECK_DETAILS[key], entry) }
    case 'proxy_service':
      return { ...common, key, details: pick(CHECK_DETAILS[key], entry) }
    case 'storage':
      return { ...common, key, details: pick(CHECK_DETAILS[key], entry) }
    case 'providers':
      return { ...common, key, details: pick(CHECK_DETAILS[key], entry) }
    default:
      return { ...common, key: 'other' }
  }
}
