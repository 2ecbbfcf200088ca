import { connectCommand } from '../../glance/connect-command.ts'
import { Command } from '../../ui/command.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useServer } from '../server/use-server.ts'
import styles from './setup-panel.module.css'
import { type SetupStep, toSetupSteps } from './to-setup-steps.ts'

/** What is left to do. Gone once a request has come through: then all of it works. */
export function SetupPanel() {
  const { view, app } = useServer()
  const { finished } = useLiveFeed()
  const steps = toSetupSteps(view, finished.length > 0)
  const command = view.baseUrl && connectCommand(view.baseUrl, app?.platform ?? platform())
  const copy = useCopy(command)
  if (steps.length === 0 || steps.at(-1)?.isDone) return null
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <div className={styles.whole}>
      <Panel title="Set up" note={`${done} of ${steps.length} done`}>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <Step key={step.name} step={step}>
              {step.name === 'traffic' && command && (
                <Command text={command} copy={copy} title="Copy the command" />
              )}
            </Step>
          ))}
        </ol>
      </Panel>
    </div>
  )
}

function Step({ step: { label, isDone, todo }, children }: { step: SetupStep; children: React.ReactNode }) {
  return (
    <li className={styles.step} data-done={isDone}>
      <Icon name={isDone ? 'check' : 'dot'} />
      <div className={styles.text}>
        <p>
          <span className="visually-hidden">{isDone ? 'Done: ' : 'To do: '}</span>
          {label}
        </p>
        {todo && <p className={styles.todo}>{todo}</p>}
        {!isDone && children}
      </div>
    </li>
  )
}

function platform(): string {
  return navigator.platform.startsWith('Win') ? 'win32' : 'other'
}
