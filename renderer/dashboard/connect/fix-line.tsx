import type { Fix } from '../../../shared/connection.ts'
import { sayMessage } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import styles from './findings.module.css'
import type { ConnectSwitch } from './use-connect.ts'

/** A suggested fix, with a button if Signalbox has a switch for it. */
export function FixLine({ fix, change }: { fix: Fix; change: ConnectSwitch }) {
  const place = fix.path === undefined ? '' : ` ${fix.path}${fix.line === undefined ? '' : `:${fix.line}`}`
  return (
    <div className={styles.fix}>
      <p>
        {sayMessage(fix.message)}
        {place && <code className={styles.place}>{place}</code>}
      </p>
      <FixButton fix={fix} change={change} />
    </div>
  )
}

function FixButton({ fix: { action }, change }: { fix: Fix; change: ConnectSwitch }) {
  switch (action) {
    case 'connect':
      return (
        <Button disabled={change.isPending} onClick={() => change.mutate({ to: 'on', request: {} })}>
          {t('Connect')}
        </Button>
      )
    case 'connect_with_tool_search':
      return (
        <Button
          disabled={change.isPending}
          onClick={() => change.mutate({ to: 'on', request: { toolSearch: true } })}
        >
          {t('Connect with tool search')}
        </Button>
      )
    case 'repair':
      return (
        <Button
          disabled={change.isPending}
          onClick={() => change.mutate({ to: 'on', request: { repair: true } })}
        >
          {t('Remove and connect')}
        </Button>
      )
    case 'disconnect':
      return (
        <Button disabled={change.isPending} onClick={() => change.mutate({ to: 'off' })}>
          {t('Disconnect')}
        </Button>
      )
    case 'manual':
      return null
  }
}
