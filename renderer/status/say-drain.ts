import { t } from '../language/t.ts'
import { formatLeft, formatUntil } from '../ui/format.ts'
import type { DrainButtonState } from './drain-button-state.ts'

/**
 * The drain's question, or further information about it, beyond the state in the head of the window. Empty if there is
 * none. `now` in ms since the epoch.
 */
export function sayDrain(face: DrainButtonState, now: number): string {
  switch (face.face) {
    case 'unavailable':
      return ''
    case 'ready':
      return face.failure ?? ''
    case 'asking':
      return face.wish === 'resume' ? t('Accept new requests again?') : question(face.inFlight)
    case 'draining':
      return face.failure ?? left(face, now)
    case 'drained':
      if (face.failure !== undefined) return face.failure
      return face.resumesAt === undefined
        ? ''
        : t('Resumes {{moment}}.', { moment: formatUntil(face.resumesAt, now) })
  }
}

function question(inFlight: number): string {
  if (inFlight === 0) return t('Drain? New requests will wait and retry.')
  return t('{{count}} requests will finish; new ones wait and retry.', { count: inFlight })
}

interface Left {
  left: number
  deadlineAt: number | undefined
  resumesAt: number | undefined
}

function left({ left: count, deadlineAt, resumesAt }: Left, now: number): string {
  if (deadlineAt !== undefined)
    return t('{{count}} left, {{time}} at most', { count, time: formatLeft(deadlineAt - now) })
  if (resumesAt !== undefined)
    return t('{{count}} left, resumes {{moment}}', { count, moment: formatUntil(resumesAt, now) })
  return t('{{count}} left', { count })
}
