import type { Connection, FidelityItem } from '../../../shared/connection.ts'
import { isOn } from '../../glance/connection/connect-row.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import styles from './findings.module.css'
import { FixLine } from './fix-line.tsx'
import type { ConnectSwitch } from './use-connect.ts'

const NAMES = {
  sign_in: 'Sign-in',
  tool_search: 'Tool search',
  context_1m: 'Context of 1M tokens',
  prompt_cache: 'Prompt cache',
  remote_control: 'Remote Control',
  organization_settings: 'Settings of an organisation',
} as const

const STATES = {
  on: { icon: 'check', tone: 'good', word: 'works' },
  reduced: { icon: 'warning', tone: 'warning', word: 'works in part' },
  off: { icon: 'close', tone: 'plain', word: 'does not work' },
  unknown: { icon: 'dot', tone: 'plain', word: 'not known' },
} as const

/** What of Claude Code another address than Anthropic's changes. */
export function FidelityPanel({ connection, change }: { connection: Connection; change: ConnectSwitch }) {
  return (
    <Panel title={isOn(connection) ? 'What it changes' : 'What it would change'}>
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
          {NAMES[item.feature]} <span className={styles.word}>{word}</span>
        </p>
        <p>{item.reason}</p>
        {item.fix && (on || item.fix.action !== 'disconnect') && <FixLine fix={item.fix} change={change} />}
      </div>
    </li>
  )
}
