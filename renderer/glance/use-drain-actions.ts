import { useEffect } from 'react'
import type { QueryDeps } from '../api/queries.ts'
import { type DrainFace, drainFace } from './drain-face.ts'
import type { View } from './to-view.ts'
import { useDrain } from './use-drain.ts'

export interface DrainActions {
  press: () => void
  confirm: () => void
  dismiss: () => void
}

interface Drain {
  face: DrainFace
  actions: DrainActions
}

/** What the foot of the window shows, and what its button and its key do in that state. */
export function useDrainActions(deps: QueryDeps, view: View, visible: boolean): Drain {
  const [ask, tell] = useDrain(deps)
  const face = drainFace(view, ask)
  useEffect(() => {
    if (!visible) tell({ type: 'dismiss' })
  }, [visible, tell])

  const press = () => {
    if (face.face === 'ready') tell({ type: 'press', inFlight: view.inFlight, draining: false })
    if ((face.face === 'draining' || face.face === 'drained') && face.cancellable) {
      tell({ type: 'press', inFlight: view.inFlight, draining: true })
    }
  }
  const actions = {
    press,
    confirm: () => tell({ type: 'confirm' }),
    dismiss: () => tell({ type: 'dismiss' }),
  }
  return { face, actions }
}
