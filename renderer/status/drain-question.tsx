import type { RefObject } from 'react'
import { t } from '../language/t.ts'
import { formatAge } from '../ui/format.ts'
import { Question } from '../ui/question.tsx'
import type { DrainButtonState } from './drain-button-state.ts'
import styles from './drain-question.module.css'
import { RESUME_AFTER } from './next-drain.ts'
import { sayDrain } from './say-drain.ts'
import type { DrainActions } from './use-drain-actions.ts'

interface DrainQuestionProps {
  face: Extract<DrainButtonState, { face: 'asking' }>
  drain: DrainActions
  focus: RefObject<HTMLDivElement | null>
  now: number
}

/** Confirms a drain and its duration; confirms a resume requested by key. */
export function DrainQuestion({ face, drain, focus, now }: DrainQuestionProps) {
  return (
    <Question
      text={sayDrain(face, now)}
      verb={face.wish === 'drain' ? t('Drain') : t('Resume')}
      onConfirm={drain.confirm}
      onDismiss={drain.dismiss}
      focus={focus}
    >
      {face.wish === 'drain' && (
        <select
          className={styles.duration}
          aria-label={t('Drain duration')}
          value={face.resumeAfterMs ?? ''}
          onChange={({ target }) => drain.choose(target.value === '' ? undefined : Number(target.value))}
        >
          {RESUME_AFTER.map((ms) => (
            <option key={ms ?? ''} value={ms ?? ''}>
              {ms === undefined ? t('until I resume') : t('for {{age}}', { age: formatAge(ms) })}
            </option>
          ))}
        </select>
      )}
    </Question>
  )
}
