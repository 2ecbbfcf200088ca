import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import type { DrainFace } from '../../glance/drain-face.ts'
import { useQuestionFocus } from '../../glance/use-question-focus.ts'
import type { Server } from '../server/use-server.ts'
import styles from './drain-control.module.css'

/** Drain, the answers to its question, and the way back. What it asks stands in the status line: see `drainNote`. */
export function DrainControl({ server: { face, drain } }: { server: Server }) {
  const asking = face.face === 'asking'
  const { opener, first } = useQuestionFocus(asking)
  useKeys({ d: drain.press, Escape: asking ? drain.dismiss : undefined })
  return (
    <div className={styles.control}>
      {asking ? (
        <>
          <Button title={t('Go on as before (Esc)')} onClick={drain.dismiss}>
            {t('Cancel')}
          </Button>
          <Button kind="primary" ref={first} title={t('Drain (Enter)')} onClick={drain.confirm}>
            {t('Drain')}
          </Button>
        </>
      ) : (
        <Button
          ref={opener}
          disabled={face.face === 'unavailable' || face.sending}
          hidden={isFinal(face)}
          title={
            isDraining(face)
              ? t('Take new requests again (D)')
              : t('Let requests finish and hold new ones back (D)')
          }
          onClick={drain.press}
        >
          {label(face)}
        </Button>
      )}
    </div>
  )
}

function label({ face }: DrainFace): string {
  switch (face) {
    case 'draining':
      return t('Cancel drain')
    case 'drained':
      return t('Resume')
    case 'unavailable':
    case 'ready':
    case 'asking':
      return t('Drain')
  }
}

function isDraining({ face }: DrainFace): boolean {
  return face === 'draining' || face === 'drained'
}

/** A shutdown's drain cannot be taken back. */
function isFinal(face: DrainFace): boolean {
  return (face.face === 'draining' || face.face === 'drained') && !face.cancellable
}
