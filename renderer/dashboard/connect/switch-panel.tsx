import { useState } from 'react'
import { Trans } from '../../language/trans.tsx'
import type { Connection, ConnectRequest, DisconnectResponse } from '../../../shared/connection.ts'
import { ConnectQuestion } from '../../status/connection/connect-question.tsx'
import { isOn } from '../../status/connection/connect-row.tsx'
import { sayConnection } from '../../status/connection/say-connection.ts'
import { t } from '../../language/t.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { sayError } from '../data/say-error.ts'
import { Sentences } from '../form/sentences.tsx'
import { useServer } from '../server/use-server.ts'
import { GatewayOption } from './gateway-option.tsx'
import { PreviewDiff } from './preview-diff.tsx'
import { StatusLineOption } from './status-line-option.tsx'
import styles from './switch-panel.module.css'
import type { ConnectSwitch } from './use-connect.ts'

interface SwitchPanelProps {
  connection: Connection
  change: ConnectSwitch
}

const ICONS = {
  connected: 'check',
  direct: 'minus',
  elsewhere: 'warning',
  dead: 'error',
  conflict: 'warning',
  unreadable: 'error',
} as const

/** Connection state, the switch, and the exact change that it makes. */
export function SwitchPanel({ connection, change }: SwitchPanelProps) {
  const on = isOn(connection)
  const [wanted, setWanted] = useState<Wanted>({})
  const choices = on ? savedChoices(connection) : { ...savedChoices(connection), ...wanted }
  const { isPending, error, data } = change
  const [asks, setAsks] = useState(false)
  const isFixed = isPending || connection.releasing
  // The saved choices are the server's own default.
  const request = on ? {} : wanted
  const choose = (chosen: Wanted) =>
    on ? change.mutate({ to: 'on', request: chosen }) : setWanted({ ...wanted, ...chosen })
  const press = () => {
    if (isFixed) return
    change.mutate(on ? { to: 'off' } : { to: 'on', request })
  }
  useKeys({ k: () => isFixed || setAsks(true) })
  return (
    <Panel title="Claude Code" note={<Since connection={connection} />}>
      <div className={styles.head}>
        <State connection={connection} />
        <Switch
          label={t('Connect Claude Code')}
          on={on}
          disabled={isFixed}
          title={on ? t('Undo the change (K)') : t('Route Claude Code through Signalbox (K)')}
          onChange={press}
        />
      </div>
      {asks && !isFixed && <ConnectQuestion on={on} onConfirm={press} onClose={() => setAsks(false)} />}
      <Sentences label={t('Error')} tone="error" sentences={sayError(error)} />
      {data && <Left response={data} />}
      <AllOptions connection={connection} choices={choices} onChange={choose} disabled={isPending} />
      <PreviewDiff
        connection={connection}
        extra={differing(choices.toolSearch, connection.toolSearch)}
        extraLine={differing(choices.statusLine, connection.statusLine)}
      />
    </Panel>
  )
}

type Wanted = Pick<ConnectRequest, 'toolSearch' | 'statusLine' | 'gateway'>

/** Choices in effect, or for the next connect. */
function savedChoices(connection: Connection): Required<Wanted> {
  const { toolSearch, statusLine, gatewayKept, gatewayChoice } = connection
  const kept = gatewayKept ? 'keep' : 'replace'
  return { toolSearch, statusLine, gateway: isOn(connection) ? kept : gatewayChoice }
}

/** The chosen value if the server's preview does not include it yet. */
function differing(chosen: boolean, saved: boolean): boolean | undefined {
  return chosen === saved ? undefined : chosen
}

function AllOptions({
  connection,
  choices,
  onChange,
  disabled,
}: {
  connection: Connection
  choices: Required<Wanted>
  onChange: (chosen: Wanted) => void
  disabled: boolean
}) {
  const common = { connection, disabled }
  return (
    <>
      <Options
        {...common}
        toolSearch={choices.toolSearch}
        onToolSearch={(toolSearch) => onChange({ toolSearch })}
      />
      <GatewayOption {...common} choice={choices.gateway} onChange={(gateway) => onChange({ gateway })} />
      <StatusLineOption
        {...common}
        on={choices.statusLine}
        onChange={(statusLine) => onChange({ statusLine })}
      />
    </>
  )
}

function State({ connection }: { connection: Connection }) {
  const { view } = useServer()
  return (
    <p className={styles.state} data-state={connection.state}>
      <Icon name={ICONS[connection.state]} />
      <span>
        {connection.releasing
          ? t('Disconnecting running sessions…')
          : (view.verdict.connection?.sentence ?? sayConnection(connection))}
      </span>
    </p>
  )
}

function Since({ connection: { ours, since } }: { connection: Connection }) {
  const { now } = useServer()
  if (!ours || since === undefined) return null
  const at = Date.parse(since)
  return <span title={formatExact(at)}>{t('connected {{moment}}', { moment: formatMoment(at, now) })}</span>
}

/** Settings that someone else changed in the meantime, which a disconnect leaves alone. */
function Left({ response: { left, keptCopy } }: { response: DisconnectResponse }) {
  return (
    <>
      {left.length > 0 && (
        <p>
          {t('Not restored because it changed in the meantime:')}{' '}
          <code className={styles.code}>{left.join(', ')}</code>
        </p>
      )}
      {keptCopy !== undefined && (
        <p>
          {t('The file changed after Signalbox removed its comments. A copy with the comments:')}{' '}
          <code className={styles.code}>{keptCopy}</code>
        </p>
      )}
    </>
  )
}

interface OptionsProps {
  connection: Connection
  toolSearch: boolean
  onToolSearch: (on: boolean) => void
  disabled: boolean
}

function Options({ connection, toolSearch, onToolSearch, disabled }: OptionsProps) {
  return (
    <div className={styles.option}>
      <div>
        <p>{t('Tool search')}</p>
        <p className={styles.note}>
          <Trans
            i18nKey="Also writes <code>ENABLE_TOOL_SEARCH=true</code>. Some versions of Claude Code turn tool search off for other addresses."
            components={{ code: <code className={styles.code} /> }}
          />
        </p>
      </div>
      <Switch
        label={t('Keep tool search on')}
        on={toolSearch}
        disabled={disabled || connection.releasing}
        title={toolSearch ? t('Don’t write ENABLE_TOOL_SEARCH') : t('Write ENABLE_TOOL_SEARCH')}
        onChange={onToolSearch}
      />
    </div>
  )
}
