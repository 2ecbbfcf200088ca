import type { HeaderRuleTestResult } from '../../../shared/header-rule-test.ts'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { sayIssue } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { DiffView } from '../../ui/diff-view.tsx'
import { Sentences } from '../form/sentences.tsx'
import { describeRule } from './rule.ts'
import styles from './dry-run-result.module.css'

interface DryRunResultProps {
  /** The rules that were tested. */
  tried: readonly HeaderRule[]
  result: HeaderRuleTestResult
}

/** Result of each rule, then of all rules together. */
export function DryRunResult({ tried, result: { before, after, effects, issues } }: DryRunResultProps) {
  return (
    <div className={styles.result}>
      <Sentences label={t('Invalid rules')} tone="warning" sentences={issues.map(sayIssue)} />
      {effects.length === 0 ? (
        <p>{t('No rule applies. The headers stay unchanged.')}</p>
      ) : (
        <ol className={styles.effects} aria-label={t('Effect of each rule')}>
          {effects.map(({ rule, before: found, after: left }) => {
            const used = tried[rule]
            return (
              <li key={rule} className={styles.effect}>
                <p>
                  <span className={styles.place}>{rule + 1}</span> {used && describeRule(used)}
                </p>
                <p className={styles.values}>
                  <Values values={found} /> <span aria-label={t('becomes')}>→</span> <Values values={left} />
                  {String(found) === String(left) && <span className={styles.note}> {t('no change')}</span>}
                </p>
              </li>
            )
          })}
        </ol>
      )}
      <DiffView label={t('Headers before and after')} before={toText(before)} after={toText(after)} />
    </div>
  )
}

function Values({ values }: { values: readonly string[] }) {
  if (values.length === 0) return <span className={styles.note}>{t('not present')}</span>
  return <code className={styles.code}>{values.join(' · ') || t('(empty)')}</code>
}

function toText(headers: HeaderRuleTestResult['before']): string {
  // Each line ends in a newline, so that the diff does not mark the last line as changed when another follows.
  return headers.map(({ name, value }) => `${name}: ${value}\n`).join('')
}
