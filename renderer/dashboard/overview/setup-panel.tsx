import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { LatestDate } from '../../../shared/request-log.ts'
import { connectCommand } from '../../glance/connect-command.ts'
import { type ConnectSwitch, useConnection } from '../../glance/connection/use-connection.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Command } from '../../ui/command.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useServer } from '../server/use-server.ts'
import styles from './setup-panel.module.css'
import { type SetupStep, toSetupSteps } from './to-setup-steps.ts'
import { useOnce } from './use-once.ts'

const TEST_REQUEST = 'claude -p "Say hello"'

/**
 * What is left to do until Claude Code goes through Signalbox: found, connected, tried, seen to arrive. Where all of it
 * works from the start it is not there; where it begins to, it stays until it is put away.
 */
export function SetupPanel() {
  const { steps, isDone, connect, inFlight, latest } = useSetup()
  const { isAway, putAway } = useOnce('signalbox.setup')
  const [begun, setBegun] = useState(false)
  if (isDone === false && !begun) setBegun(true)
  if (isAway || !begun) return null
  const done = steps.filter((step) => step.isDone).length
  return (
    <div className={styles.whole}>
      <Panel
        title={t('Set up')}
        note={
          <span className={styles.progress}>
            {t('{{done}} of {{all}} done', { done, all: steps.length })}
            <Button kind="quiet" title={t('Do not show this again')} onClick={putAway}>
              {isDone ? t('Close') : t('Skip')}
            </Button>
          </span>
        }
      >
        <ol className={styles.steps}>
          {steps.map((step) => (
            <Step key={step.name} step={step}>
              {step.name === 'connect' && !step.isDone && connect && <ConnectNow connect={connect} />}
              {step.name === 'traffic' && !step.isDone && !inFlight && (
                <TestRequest isConnected={connect?.connection.state === 'connected'} />
              )}
              {step.name === 'traffic' && step.isDone && latest && (
                <a href={`#/requests/${latest.requestId}`}>{t('Open the newest request')}</a>
              )}
            </Step>
          ))}
        </ol>
      </Panel>
    </div>
  )
}

function useSetup() {
  const { api } = useDeps()
  const { view, visible, ...server } = useServer()
  const [latest] = useLiveFeed().finished
  const connect = useConnection(api, visible)
  const history = useHistory()
  const inFlight = server.inFlight.length > 0
  const steps = toSetupSteps(view, {
    connection: connect?.connection.state,
    inFlight,
    finished: latest !== undefined || history === 'some',
  })
  // Undefined while nobody knows.
  const isDone = history === 'unknown' ? undefined : steps.at(-1)?.isDone
  return { steps, isDone, connect, inFlight, latest }
}

/** Whether the log had requests when the page was opened: then somebody has set this up before. */
function useHistory(): 'unknown' | 'none' | 'some' {
  const { api } = useDeps()
  const { data, isPending } = useQuery({
    queryKey: ['setup', 'history'],
    queryFn: ({ signal }) => api.get('/api/requests/latest-date', LatestDate, signal),
    staleTime: Infinity,
  })
  if (isPending) return 'unknown'
  return data?.latestDate == null ? 'none' : 'some'
}

function Step({ step: { label, isDone, todo }, children }: { step: SetupStep; children: ReactNode }) {
  return (
    <li className={styles.step} data-done={isDone}>
      <Icon name={isDone ? 'check' : 'dot'} />
      <div className={styles.text}>
        <p>
          <span className="visually-hidden">{isDone ? t('Done: ') : t('To do: ')}</span>
          {label}
        </p>
        {todo && <p className={styles.todo}>{todo}</p>}
        {children}
      </div>
    </li>
  )
}

/** The switch, where nothing stands in its way; and in any case the page that shows the change before it is made. */
function ConnectNow({ connect: { connection, sending, failure, set } }: { connect: ConnectSwitch }) {
  return (
    <div className={styles.actions}>
      {connection.state === 'direct' && (
        <Button kind="primary" disabled={sending || connection.releasing} onClick={() => set(true)}>
          {t('Connect Claude Code')}
        </Button>
      )}
      <a href="#/connect">{t('Look at the change first')}</a>
      {failure && <p role="alert">{failure}</p>}
    </div>
  )
}

function TestRequest({ isConnected }: { isConnected: boolean }) {
  const { view, app } = useServer()
  const command = isConnected
    ? TEST_REQUEST
    : view.baseUrl && connectCommand(view.baseUrl, app?.platform ?? platform())
  const copy = useCopy(command)
  if (command === undefined) return null
  return <Command text={command} copy={copy} title={t('Copy the command')} />
}

function platform(): string {
  return navigator.platform.startsWith('Win') ? 'win32' : 'other'
}
