import type { DrainFace } from '../../glance/drain-face.ts'
import { t } from '../../language/t.ts'
import { formatAge } from '../../ui/format.ts'

/** What the drain asks or says. Empty where it has nothing to say. `now` in ms since the epoch. */
export function drainNote(face: DrainFace, now: number): string {
  switch (face.face) {
    case 'unavailable':
      return ''
    case 'ready':
      return face.failure ?? ''
    case 'asking':
      return t('{{count}} requests will finish; new ones wait and retry.', { count: face.inFlight })
    case 'draining': {
      if (face.failure !== undefined) return face.failure
      const count = face.left
      if (face.deadlineAt === undefined) return t('{{count}} left', { count })
      return t('{{count}} left, {{time}} at most', { count, time: formatAge(face.deadlineAt - now) })
    }
    case 'drained':
      return face.failure ?? t('Drained ✓')
  }
}
