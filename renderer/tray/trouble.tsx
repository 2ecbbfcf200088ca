import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { Remedy } from '../glance/checks/remedy.tsx'
import type { Situation } from '../glance/to-situation.ts'
import type { DesktopActions } from './tray-window.tsx'
import styles from './trouble.module.css'
import { useHotkeys } from '../glance/use-hotkeys.ts'

interface TroubleProps {
  situation: Situation
  desktop: DesktopActions | undefined
  onRefresh: () => void
}

/** The way out of a situation that does not mend itself. Nothing in all others. */
export function Trouble({ situation, desktop, onRefresh }: TroubleProps) {
  const actions = toActions(situation, desktop, onRefresh)
  useHotkeys(Object.fromEntries(actions.map(({ key, run }) => [key, run])))
  const command = 'advice' in situation ? situation.advice.command : undefined
  if (command) {
    return (
      <div className={styles.remedy}>
        <Remedy command={command} />
      </div>
    )
  }
  if (actions.length === 0) return null
  return (
    <div className={styles.actions}>
      {actions.map(({ key, label, title, run }, index) => (
        <Button
          key={label}
          kind={index === 0 ? 'primary' : 'plain'}
          title={`${title} (${key.toUpperCase()})`}
          onClick={run}
        >
          {label}
        </Button>
      ))}
    </div>
  )
}

interface Action {
  /** The key that does the same. */
  key: string
  label: string
  title: string
  run: () => void
}

// A browser cannot start the server that would serve it: there, asking again is all there is.
function toActions(
  situation: Situation,
  desktop: DesktopActions | undefined,
  onRefresh: () => void,
): Action[] {
  const again = { key: 'r', label: t('Ask again'), title: t('Ask the local server again'), run: onRefresh }
  switch (situation.kind) {
    case 'port-busy': {
      if (!desktop) return [again]
      const { port, next_free_port: next } = situation.details
      const retry = {
        key: 't',
        label: t('Try {{port}} again', { port }),
        title: t('Listen on port {{port}}', { port }),
        run: () => desktop.start(port),
      }
      if (next === undefined) return [retry]
      return [
        {
          key: 's',
          label: t('Use {{port}}', { port: next }),
          title: t('Listen on port {{port}}', { port: next }),
          run: () => desktop.start(next),
        },
        retry,
      ]
    }
    case 'failed':
      return desktop
        ? [
            {
              key: 's',
              label: t('Try again'),
              title: t('Start the server again'),
              run: () => desktop.start(),
            },
          ]
        : [again]
    case 'stopped':
      return desktop
        ? [{ key: 's', label: t('Start'), title: t('Start the server'), run: () => desktop.start() }]
        : [again]
    case 'unreachable': {
      if (!desktop) return [again]
      return [
        {
          key: 's',
          label: t('Restart'),
          title: t('Stop the server and start it again'),
          run: () => desktop.start(),
        },
        again,
      ]
    }
    case 'loading':
    case 'starting':
    case 'first-run':
    case 'idle':
    case 'active':
    case 'draining':
    case 'drained':
    case 'degraded':
    case 'unhealthy':
      return []
  }
}
