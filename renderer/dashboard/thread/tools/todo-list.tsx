import { t } from '../../../language/t.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './todo-list.module.css'
import type { Todo } from './to-tool-view.ts'

const SIGNS = { completed: 'check', in_progress: 'arrow', pending: 'dot' } as const
const WORDS = {
  completed: () => t('done'),
  in_progress: () => t('in progress'),
  pending: () => t('to do'),
} as const

/** Claude Code's todo list. */
export function TodoList({ todos }: { todos: readonly Todo[] }) {
  return (
    <ul className={styles.todos}>
      {todos.map(({ text, status }, index) => (
        // The order of a call's todos is fixed.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.todo} data-status={status}>
          <Icon name={SIGNS[status]} />
          <span className="visually-hidden">{WORDS[status]()}: </span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
