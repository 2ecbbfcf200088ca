import { useEffect } from 'react'
import type { QueryDeps } from '../api/queries.ts'
import { type DrainButtonState, drainButtonState } from './drain-button-state.ts'
import type { View } from './to-view.ts'
import { useDrain } from './use-drain.ts'

export interface DrainActions {
  /** Button press. */
  press: () => void
  /** Hotkey or palette: always asks. */
  ask: () => void
  /** In ms; undefined for no limit. */
  choose: (resumeAfterMs: number | undefined) => void
  confirm: () => void
  dismiss: () => void
}

interface Drain {
  face: DrainButtonState
  actions: DrainActions
}

/** State of the drain control, and the actions of its button and key in that state. */
export function useDrainActions(deps: QueryDeps, view: View, visible: boolean): Drain {
  const [ask, tell] = useDrain(deps)
  const face = drainButtonState(view, ask, deps.now())
  // Reset a question that the server's state closed, so that it does not reopen later.
  const isClosed = ask.step === 'asking' && face.face !== 'asking'
  useEffect(() => {
    if (!visible || isClosed) tell({ type: 'dismiss' })
  }, [visible, isClosed, tell])

  const begin = (type: 'press' | 'key') => {
    const at = deps.now()
    if (face.face === 'ready') tell({ type, draining: false, at })
    if ((face.face === 'draining' || face.face === 'drained') && face.cancellable)
      tell({ type, draining: true, at })
  }
  const actions: DrainActions = {
    press: () => begin('press'),
    ask: () => begin('key'),
    choose: (resumeAfterMs) => tell({ type: 'choose', resumeAfterMs }),
    confirm: () => tell({ type: 'confirm', at: deps.now() }),
    dismiss: () => tell({ type: 'dismiss' }),
  }
  return { face, actions }
}
