import { t } from '../../language/t.ts'
import type { SummaryFields } from './summary-text.tsx'

/** The summary as plain text, for tooltips and titles; undefined without one. */
export function saySummary({ asked, did = [], result }: SummaryFields): string | undefined {
  const calls = did.map(({ tool, target, failed }) =>
    [tool, target, failed && t('→ failed')].filter(Boolean).join(' '),
  )
  const parts = [asked, ...calls, result].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}
