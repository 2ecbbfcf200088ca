import { Checks } from '../status/checks/checks.tsx'
import type { View } from '../status/to-view.ts'
import type { RecheckState } from '../status/use-recheck.ts'
import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { formatAge, formatMoment } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './details-section.module.css'
import { Facts } from './facts.tsx'
import type { TrayWindowProps } from './tray-window-props.ts'

interface DetailsSectionProps extends Pick<TrayWindowProps, 'view' | 'now' | 'recheck' | 'details'> {
  headless: boolean
}

/** Checks that are not fine; all checks, uptime and version on demand. The button stays in place. */
export function DetailsSection({ view, now, recheck, details, headless }: DetailsSectionProps) {
  const { isOpen, toggle } = details
  return (
    <>
      <div className={styles.bar}>
        <Button
          kind="quiet"
          aria-expanded={isOpen}
          title={t('CLI versions, sign-in, upstream, uptime and version (E)')}
          onClick={toggle}
        >
          {t('Details')}
          <span className={styles.arrow} data-open={isOpen}>
            <Icon name="down" />
          </span>
        </Button>
        <p className={styles.note}>{sayChecked(recheck.state, view, now)}</p>
        <Button
          kind="quiet"
          disabled={recheck.state.step === 'running'}
          title={t('Run all checks now (R)')}
          onClick={recheck.run}
        >
          {t('Check again')}
        </Button>
      </div>
      <Checks {...{ view, now }} all={isOpen} />
      {isOpen && <Facts view={view} headless={headless} />}
    </>
  )
}

/** Checks that finish faster need no progress message. */
const WORTH_TELLING_MS = 1_000

/** Age of the oldest result, or the progress of a new run. */
function sayChecked(state: RecheckState, { checks }: View, now: number): string {
  if (state.step === 'failed') return state.reason
  if (state.step === 'running' && now - state.since >= WORTH_TELLING_MS)
    return t('Checking, {{age}}', { age: formatAge(now - state.since) })
  const ages = checks.flatMap(({ ageMs }) => ageMs ?? [])
  if (ages.length === 0) return t('Not checked yet')
  return t('Checked {{moment}}', { moment: formatMoment(now - Math.max(...ages), now) })
}
