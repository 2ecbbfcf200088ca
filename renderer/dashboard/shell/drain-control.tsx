import type { DrainButtonState } from '../../status/drain-button-state.ts'
import { DrainQuestion } from '../../status/drain-question.tsx'
import { useQuestionFocus } from '../../status/use-question-focus.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import type { Server } from '../server/use-server.ts'

/** Drain button with its confirmation and undo. Further information is in the status line: `sayDrain`. */
export function DrainControl({ server: { face, drain, now } }: { server: Server }) {
  const asking = face.face === 'asking'
  const { opener, first } = useQuestionFocus<HTMLDivElement>(asking, asking ? face.by : undefined)
  useKeys({ d: drain.ask, Escape: asking ? drain.dismiss : undefined })
  if (asking) return <DrainQuestion {...{ face, drain, now }} focus={first} />
  const isDraining = face.face === 'draining' || face.face === 'drained'
  return (
    <Button
      ref={opener}
      disabled={face.face === 'unavailable' || face.sending}
      // A drain that ends in a shutdown cannot be cancelled.
      hidden={isDraining && !face.cancellable}
      title={
        isDraining
          ? t('Accept new requests again (D)')
          : t('Let running requests finish and hold new ones (D)')
      }
      onClick={drain.press}
    >
      {label(face)}
    </Button>
  )
}

function label(face: Exclude<DrainButtonState, { face: 'asking' }>): string {
  switch (face.face) {
    case 'draining':
      return face.undoable ? t('Undo') : t('Cancel drain')
    case 'drained':
      return face.undoable ? t('Undo') : t('Resume')
    case 'unavailable':
    case 'ready':
      return t('Drain')
  }
}
