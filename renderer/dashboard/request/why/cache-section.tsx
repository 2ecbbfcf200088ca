import type { CacheExplanation } from '../../../../shared/explanation.ts'
import { sayCoded } from '../../../language/say-message.ts'
import { t } from '../../../language/t.ts'
import { DiffLines } from '../../../ui/diff-lines.tsx'
import { formatCount, formatEstimate } from '../../../ui/format-number.ts'
import { Row } from '../../../ui/row.tsx'
import { Rows } from '../../../ui/rows.tsx'
import type { DiffLine } from '../../../ui/to-diff-lines.ts'
import { ClippedText } from '../../thread/blocks/clipped-text.tsx'
import { Fold } from '../../thread/blocks/fold.tsx'
import styles from './context-tab.module.css'
import { isSameReason, sayApiReason } from './say-api-reason.ts'
import { valueAt } from './value-at.ts'

interface CacheSectionProps {
  cache: CacheExplanation
  body: unknown
}

/** Tokens read from the prompt cache, and the reason if fewer than expected. */
export function CacheSection({ cache, body }: CacheSectionProps) {
  const { expected, read, written, missed, cost, reason } = cache
  return (
    <section className={styles.section} aria-label={t('Prompt cache')}>
      <h3 className={styles.title}>{t('Prompt cache')}</h3>
      {missed > 0 && <p className={styles.lead}>{sayMiss(missed, cost)}</p>}
      {reason !== null && <Reason reason={reason} body={body} isMiss={missed > 0} />}
      <Rows>
        <Row
          label={t('Expected from cache')}
          title={t('Tokens that the previous request had left in the cache')}
        >
          {formatCount(expected)}
        </Row>
        <Row label={t('Cache read')}>{formatCount(read)}</Row>
        <Row label={t('Cache write')}>{formatCount(written)}</Row>
        <Row label={t('Missed')}>{formatCount(missed)}</Row>
      </Rows>
    </section>
  )
}

function sayMiss(missed: number, cost: number | null): string {
  const tokens = formatCount(missed)
  return cost === null
    ? t('{{tokens}} tokens weren’t read from the cache as expected.', { tokens })
    : t('{{tokens}} tokens weren’t read from the cache as expected: {{cost}} more.', {
        tokens,
        cost: formatEstimate(cost),
      })
}

interface ReasonProps {
  reason: NonNullable<CacheExplanation['reason']>
  body: unknown
  isMiss: boolean
}

function Reason({ reason: { kind, path, before, after, said }, body, isMiss }: ReasonProps) {
  const changed = path === null ? undefined : valueAt(body, path)
  return (
    <>
      <p>{sayCoded({ code: `cache.${kind}`, params: {} })}</p>
      {(before !== null || after !== null) && (
        <DiffLines lines={toSides(before, after)} label={t('First difference')} />
      )}
      {changed !== undefined && (
        <Fold
          id="cache place"
          icon="search"
          title={t('This place in the request')}
          note={<code>{path}</code>}
        >
          {() => <ClippedText id="cache place text" text={toText(changed)} lines={30} />}
        </Fold>
      )}
      {isMiss && <p className={styles.note}>{sayCoded({ code: `avoid.${kind}`, params: {} })}</p>}
      {said !== null && (
        <p className={styles.note}>
          {isSameReason(kind, said)
            ? t('The API gives the same reason: {{said}}.', { said: sayApiReason(said) })
            : t('The API gives another reason: {{said}}.', { said: sayApiReason(said) })}
        </p>
      )}
    </>
  )
}

/** One line for each side that has text. */
function toSides(before: string | null, after: string | null): DiffLine[] {
  const sides: DiffLine[] = [
    { kind: 'removed', text: before ?? '' },
    { kind: 'added', text: after ?? '' },
  ]
  return sides.filter(({ text }) => text !== '')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
