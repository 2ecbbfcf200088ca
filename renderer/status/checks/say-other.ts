import { Type } from 'typebox'
import type { CheckStatus } from '../../../shared/health/check-status.ts'
import type { SeenCheck } from '../../api/read-checks.ts'
import { pick } from '../../api/pick.ts'
import { t } from '../../language/t.ts'
import type { Saying, Tone } from './check-line.ts'

const Sdk = Type.Object({ sdk_status: Type.String(), version: Type.String() })

/** Only who has the SDK wants to know about it. */
export function saySdk(check: SeenCheck): Saying | undefined {
  const { sdk_status, version } = pick(Sdk, check.details)
  if (sdk_status === 'not_installed') return undefined
  return version === undefined ? sayOther(check) : { label: 'Agent SDK', value: version, tone: 'good' }
}

/** That this very server runs is said at the top; only its trouble is worth a line. */
export function sayProxy(check: SeenCheck): Saying | undefined {
  return check.status === 'pass' ? undefined : { ...sayOther(check), label: 'Signalbox' }
}

/** A check that this page knows nothing about, in the check's own words. */
export function sayOther({ key, status, output }: SeenCheck): Saying {
  const { value, tone } = stateOf(status)
  return {
    label: toLabel(key),
    value,
    tone,
    ...(output !== undefined && status !== 'pass' && { details: [{ label: t('It says'), texts: [output] }] }),
  }
}

function stateOf(status: CheckStatus): { value: string; tone: Tone } {
  switch (status) {
    case 'pass':
      return { value: t('fine'), tone: 'good' }
    case 'warn':
      return { value: t('has a warning'), tone: 'plain' }
    case 'fail':
      return { value: t('failed'), tone: 'plain' }
  }
}

/** `write_queue` → `Write queue` */
function toLabel(key: string): string {
  if (key === 'storage') return t('Storage')
  const words = key.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
