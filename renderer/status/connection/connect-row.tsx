import { useState } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import { sayProblem } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Switch } from '../../ui/switch.tsx'
import { useHotkeys } from '../use-hotkeys.ts'
import { ConnectQuestion } from './connect-question.tsx'
import styles from './connect-row.module.css'
import type { ConnectSwitch } from './use-connection.ts'

/** Shows in words whether Claude Code uses Signalbox, with the switch to change it. */
export function ConnectRow({ connect }: { connect: ConnectSwitch }) {
  const { connection, sending, failure, set } = connect
  const on = isOn(connection)
  const [asks, setAsks] = useState(false)
  const isFixed = sending || connection.releasing
  const press = () => set(!on)
  useHotkeys({ k: () => isFixed || setAsks(true) })
  const problem = failure ?? toProblem(connection)
  return (
    <section className={styles.section} aria-label={t('Connection')}>
      <div className={styles.row}>
        <span className={styles.label}>Claude Code</span>
        <span>{toWord(connection)}</span>
        <Switch
          label={t('Connect Claude Code')}
          on={on}
          disabled={isFixed}
          title={
            on
              ? t('Undo the change in Claude Code’s settings (K)')
              : t('Route Claude Code through Signalbox: changes one line in {{path}} (K)', {
                  path: connection.settingsPath,
                })
          }
          onChange={press}
        />
      </div>
      {asks && !isFixed && <ConnectQuestion on={on} onConfirm={press} onClose={() => setAsks(false)} />}
      {problem && <p className={styles.problem}>{problem}</p>}
    </section>
  )
}

/** True for states that a disconnect can undo: our own change, or a base URL of Signalbox. */
export function isOn({ state, ours }: Connection): boolean {
  return ours || state === 'connected'
}

function toWord({ state, releasing }: Connection): string {
  if (releasing) return t('Disconnecting')
  switch (state) {
    case 'connected':
      return t('Connected')
    case 'direct':
      return t('Not connected')
    case 'elsewhere':
      return t('Other address')
    case 'dead':
      return t('Address unreachable')
    case 'conflict':
      return t('Overridden')
    case 'unreadable':
      return t('Settings unreadable')
  }
}

/** Only problems that block requests; the dashboard also shows notes. */
function toProblem({ problems }: Connection): string | undefined {
  const blocking = problems.find(({ severity }) => severity === 'error')
  return blocking && sayProblem(blocking)
}
