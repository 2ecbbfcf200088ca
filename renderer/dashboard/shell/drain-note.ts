import type { DrainFace } from '../../glance/drain-face.ts'
import { formatAge } from '../../ui/format.ts'

/** What the drain asks or says. Empty where it has nothing to say. `now` in ms since the epoch. */
export function drainNote(face: DrainFace, now: number): string {
  switch (face.face) {
    case 'unavailable':
      return ''
    case 'ready':
      return face.failure ?? ''
    case 'asking':
      return `${face.inFlight === 1 ? '1 request' : `${face.inFlight} requests`} will finish; new ones wait and retry.`
    case 'draining': {
      const limit = face.deadlineAt === undefined ? '' : `, ${formatAge(face.deadlineAt - now)} at most`
      return face.failure ?? `${face.left} left${limit}`
    }
    case 'drained':
      return face.failure ?? 'Drained ✓'
  }
}
