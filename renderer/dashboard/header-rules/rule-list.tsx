import type { KeyboardEvent } from 'react'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { ListPanel } from '../form/list-panel.tsx'
import { moveRule } from './move-rule.ts'
import { describeRule, checkRule, type Side } from './rule.ts'
import styles from './rule-list.module.css'

interface RuleListProps {
  side: Side
  rules: readonly HeaderRule[]
  onAdd: () => void
  onEdit: (index: number) => void
  onDelete: (index: number, rule: HeaderRule) => void
  onChange: (change: (list: readonly HeaderRule[]) => readonly HeaderRule[]) => void
}

const WORDS = {
  request: {
    title: () => t('Requests'),
    add: () => t('Add rule for requests'),
    list: () => t('Request rules'),
    empty: () => t('No rules. Request headers are forwarded unchanged.'),
  },
  response: {
    title: () => t('Responses'),
    add: () => t('Add rule for responses'),
    list: () => t('Response rules'),
    empty: () => t('No rules. Response headers are forwarded unchanged.'),
  },
} as const

/** Ordered rules of one direction. Alt+arrow moves the focused rule. */
export function RuleList({ side, rules, onAdd, ...actions }: RuleListProps) {
  const words = WORDS[side]
  return (
    <ListPanel
      title={words.title()}
      label={words.list()}
      add={{ text: t('Add rule'), name: words.add(), onClick: onAdd }}
      empty={rules.length === 0 && words.empty()}
      ordered
    >
      {rules.map((rule, index) => (
        // Two rules may be equal; only their index distinguishes them.
        // oxlint-disable-next-line react/no-array-index-key
        <Rule key={index} rule={rule} index={index} count={rules.length} {...actions} />
      ))}
    </ListPanel>
  )
}

interface RuleProps extends Pick<RuleListProps, 'onEdit' | 'onDelete' | 'onChange'> {
  rule: HeaderRule
  index: number
  count: number
}

function Rule({ rule, index, count, onEdit, onDelete, onChange }: RuleProps) {
  const sentence = describeRule(rule)
  const move = (by: -1 | 1) => onChange((list) => moveRule(list, index, by))
  const problems = Object.values(checkRule(rule))
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    const by = event.key === 'ArrowUp' ? -1 : 1
    move(by)
    focusNeighbour(event.currentTarget, by)
  }
  return (
    // The buttons inside take the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li className={styles.rule} data-on={rule.enabled} onKeyDown={onKey}>
      <span className={styles.place}>{index + 1}</span>
      <Switch
        label={sentence}
        on={rule.enabled}
        title={rule.enabled ? t('Turn this rule off') : t('Turn this rule on')}
        onChange={(enabled) =>
          onChange((list) => list.map((each, at) => (at === index ? { ...each, enabled } : each)))
        }
      />
      <button
        type="button"
        className={styles.sentence}
        title={t('Edit (Enter)')}
        onClick={() => onEdit(index)}
      >
        {sentence}
        {!rule.enabled && <span className={styles.note}> {t('off')}</span>}
        {problems.length > 0 && <span className={styles.problem}> {problems.join(' ')}</span>}
      </button>
      <IconButton
        icon="up"
        title={t('Move up (Alt ↑): {{rule}}', { rule: sentence })}
        disabled={index === 0}
        onClick={() => move(-1)}
      />
      <IconButton
        icon="down"
        title={t('Move down (Alt ↓): {{rule}}', { rule: sentence })}
        disabled={index === count - 1}
        onClick={() => move(1)}
      />
      <IconButton
        icon="close"
        title={t('Delete: {{rule}}', { rule: sentence })}
        onClick={() => onDelete(index, rule)}
      />
    </li>
  )
}

/** Keeps the focus with the rule: moves it to the same control at the rule's new position. */
function focusNeighbour(item: HTMLElement, by: -1 | 1): void {
  const to = by === -1 ? item.previousElementSibling : item.nextElementSibling
  const at = [...item.querySelectorAll('button, input')].findIndex((each) => each === document.activeElement)
  const control = [...(to?.querySelectorAll<HTMLElement>('button, input') ?? [])][at]
  if (control?.matches(':disabled')) to?.querySelector<HTMLElement>('input')?.focus()
  else control?.focus()
}
