import { useState } from 'react'
import { Check } from 'typebox/value'
import { PortBusyDetails } from '../../shared/health.ts'
import { Remedy } from '../status/checks/remedy.tsx'
import type { View } from '../status/to-view.ts'
import { useHotkeys } from '../status/use-hotkeys.ts'
import { t } from '../language/t.ts'
import { Button } from '../ui/button.tsx'
import { KeyQuestion } from '../ui/key-question.tsx'
import type { DesktopActions } from './tray-window-props.ts'
import styles from './recovery-actions.module.css'

interface TroubleProps {
  view: View
  desktop: DesktopActions | undefined
  onRefresh: () => void
}

/** Actions for the current state: the command of its reason, or a start of the server. Otherwise nothing. */
export function RecoveryActions({ view, desktop, onRefresh }: TroubleProps) {
  const [asked, setAsked] = useState<Action>()
  const actions = toActions(view, desktop, onRefresh)
  const isAsking = asked !== undefined && actions.some(({ key }) => key === asked.key)
  useHotkeys(
    Object.fromEntries(
      actions.map((action) => [action.key, () => (action.asks ? setAsked(action) : action.run())]),
    ),
  )
  const { command } = view.verdict.reason
  if (command) {
    return (
      <div className={styles.remedy}>
        <Remedy command={command} />
      </div>
    )
  }
  if (actions.length === 0) return null
  if (isAsking) {
    return (
      <div className={styles.actions}>
        <KeyQuestion
          text={t('Restart the server? Requests in flight are interrupted.')}
          verb={asked.label}
          onConfirm={asked.run}
          onClose={() => setAsked(undefined)}
        />
      </div>
    )
  }
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
  /** Hotkey of the action. */
  key: string
  label: string
  title: string
  /** True if the hotkey asks first. */
  asks?: boolean
  run: () => void
}

// A browser cannot start the server that serves it, so it only offers to refresh.
function toActions(
  { link, server }: View,
  desktop: DesktopActions | undefined,
  onRefresh: () => void,
): Action[] {
  const again = {
    key: 'r',
    label: t('Check again'),
    title: t('Check the local server again'),
    run: onRefresh,
  }
  if (!desktop) return link === 'silent' || link === 'down' ? [again] : []
  const start = (label: string, title: string) => ({ key: 's', label, title, run: () => desktop.start() })
  if (link === 'silent') {
    const restart = start(t('Restart'), t('Restart the server'))
    return [{ ...restart, asks: true }, again]
  }
  if (server?.state === 'stopped') return [start(t('Start'), t('Start the server'))]
  if (server?.state !== 'failed') return []
  const { details } = server.failure
  return Check(PortBusyDetails, details)
    ? onOtherPort(details, desktop)
    : [start(t('Try again'), t('Start the server again'))]
}

function onOtherPort({ port, next_free_port: next }: PortBusyDetails, desktop: DesktopActions): Action[] {
  const listen = (key: string, label: string, at: number) => ({
    key,
    label,
    title: t('Listen on port {{port}}', { port: at }),
    run: () => desktop.start(at),
  })
  const retry = listen('t', t('Try {{port}} again', { port }), port)
  return next === undefined ? [retry] : [listen('s', t('Use {{port}}', { port: next }), next), retry]
}
