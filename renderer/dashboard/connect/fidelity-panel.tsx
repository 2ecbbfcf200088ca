import type { Connection, FidelityItem } from '../../../shared/connection.ts'
import { isOn } from '../../status/connection/connect-row.tsx'
import { sayMessage } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import styles from './findings.module.css'
import { FixLine } from './fix-line.tsx'
import type { ConnectSwitch } from './use-connect.ts'

const NAMES = {
  sign_in: () => t('Sign-in'),
  tool_search: () => t('Tool search'),
  context_1m: () => t('1M-token context'),
  prompt_cache: () => t('Prompt cache'),
  remote_control: () => 'Remote Control',
  organization_settings: () => t('Organization settings'),
  tool_streaming: () => t('Streaming of tool calls'),
  fast_mode: () => t('Fast mode'),
  auto_mode: () => t('Auto mode'),
  model_discovery: () => t('Models in /model'),
  tracing: () => t('Tracing'),
} as const

const STATES = {
  on: { icon: 'check', tone: 'good', word: () => t('works') },
  reduced: { icon: 'warning', tone: 'warning', word: () => t('partly works') },
  off: { icon: 'close', tone: 'plain', word: () => t('not available') },
  unknown: { icon: 'dot', tone: 'plain', word: () => t('unknown') },
} as const

/** Features of Claude Code that change when its base URL is not Anthropic's. */
export function FidelityPanel({ connection, change }: { connection: Connection; change: ConnectSwitch }) {
  return (
    <Panel title={isOn(connection) ? t('Effects of the connection') : t('Effects of connecting')}>
      <ul className={styles.list}>
        {connection.fidelity.map((item) => (
          <Item key={item.feature} item={item} on={isOn(connection)} change={change} />
        ))}
      </ul>
    </Panel>
  )
}

function Item({ item, on, change }: { item: FidelityItem; on: boolean; change: ConnectSwitch }) {
  const { icon, tone, word } = STATES[item.state]
  return (
    <li className={styles.item} data-tone={tone}>
      <Icon name={icon} />
      <div className={styles.text}>
        <p className={styles.name}>
          {NAMES[item.feature]()} <span className={styles.word}>{word()}</span>
        </p>
        <p>{sayMessage(item.message)}</p>
        {item.fix && (on || item.fix.action !== 'disconnect') && <FixLine fix={item.fix} change={change} />}
      </div>
    </li>
  )
}
