import type { CheckStatus } from '../../../shared/health/check-status.ts'
import type { Check, CheckOf } from '../../api/read-checks.ts'
import { t } from '../../language/t.ts'
import { explain } from './explain.ts'
import type { CheckText, Tone } from './check-line.ts'

/** Undefined if the SDK is not installed, because it is optional. */
export function saySdk(check: CheckOf<'claude_sdk'>): CheckText | undefined {
  const { sdk_status, version = null } = check.details
  if (sdk_status === 'not_installed') return undefined
  return version === null ? sayOther(check) : { label: 'Agent SDK', value: version, tone: 'good' }
}

/** Undefined while it passes: the head of the window already shows that the server runs. */
export function sayProxy(check: CheckOf<'proxy_service'>): CheckText | undefined {
  return check.status === 'pass' ? undefined : { ...sayOther(check), label: 'Signalbox' }
}

/** A check without a line of its own on this page. */
export function sayOther({ name, status, output, message }: Check): CheckText {
  const { value, tone } = stateOf(status)
  const text = explain(message, output)
  return {
    label: toLabel(name),
    value,
    tone,
    ...(text !== undefined && status !== 'pass' && { details: [{ label: t('Message'), texts: [text] }] }),
  }
}

function stateOf(status: CheckStatus): { value: string; tone: Tone } {
  switch (status) {
    case 'pass':
      return { value: t('OK'), tone: 'good' }
    case 'warn':
      return { value: t('warning'), tone: 'plain' }
    case 'fail':
      return { value: t('failed'), tone: 'plain' }
  }
}

/** `write_queue` → `Write queue` */
function toLabel(name: string): string {
  if (name === 'storage') return t('Storage')
  const words = name.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
