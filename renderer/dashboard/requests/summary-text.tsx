import type { RequestSummary } from '../../../shared/request-log.ts'
import type { ToolCall } from '../../../shared/tool-call.ts'
import { t } from '../../language/t.ts'
import { MarkedText } from './marked-text.tsx'
import styles from './summary-cell.module.css'

export type SummaryFields = Pick<RequestSummary, 'asked' | 'did' | 'result'>

/** The user's words in weight, tools in mono, the response in grey. */
export function SummaryText({ summary: { asked, did, result } }: { summary: SummaryFields }) {
  return (
    <>
      {asked !== undefined && (
        <bdi className={styles.asked}>
          <MarkedText text={asked} />
        </bdi>
      )}
      {did?.map((call, index) => (
        // Calls have no identity, and never change.
        // oxlint-disable-next-line react/no-array-index-key
        <Call key={index} call={call} />
      ))}
      {result !== undefined && (
        <bdi className={styles.result}>
          <MarkedText text={result} />
        </bdi>
      )}
    </>
  )
}

function Call({ call: { tool, target, failed } }: { call: ToolCall }) {
  return (
    <code className={styles.call} data-failed={failed}>
      <b>
        <MarkedText text={tool} />
      </b>
      {target !== undefined && ' '}
      {target !== undefined && <MarkedText text={target} />}
      {failed && ` ${t('→ failed')}`}
    </code>
  )
}
