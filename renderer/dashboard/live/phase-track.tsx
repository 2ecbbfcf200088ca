import type { InFlightPhase } from '../../../shared/livez.ts'
import { t } from '../../language/t.ts'
import styles from './phase-track.module.css'

const PHASES: readonly InFlightPhase[] = ['receiving', 'connecting', 'waiting', 'streaming']
const WORDS: Readonly<Record<InFlightPhase, () => string>> = {
  receiving: () => t('receiving'),
  connecting: () => t('connecting'),
  waiting: () => t('waiting for the first byte'),
  streaming: () => t('streaming'),
}

interface PhaseTrackProps {
  phase: InFlightPhase
  /** Message shown after a long silence. */
  silence: string | undefined
}

/** Progress of a request: a label and one of four steps. */
export function PhaseTrack({ phase, silence }: PhaseTrackProps) {
  const at = PHASES.indexOf(phase)
  return (
    <span className={styles.track}>
      <span className={styles.steps} aria-hidden="true">
        {PHASES.map((one, index) => (
          <span key={one} className={styles.step} data-reached={index <= at} />
        ))}
      </span>
      <span className={styles.word} data-silent={silence !== undefined} title={silence && WORDS[phase]()}>
        {silence ?? WORDS[phase]()}
      </span>
    </span>
  )
}
