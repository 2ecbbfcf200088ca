import type { ComponentProps, ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import styles from './list-panel.module.css'
import { Sentences } from './sentences.tsx'
import { UndoBar } from './undo-bar.tsx'

interface ListPanelProps {
  title: string
  /** Name of the list; by default the title. */
  label?: string
  /** The button that adds an entry; `name` tells it from others with the same text. */
  add: { text: string; name?: string; onClick: () => void }
  /** The sentence in place of an empty list. */
  empty?: string | false
  /** True if the order of the entries matters. */
  ordered?: boolean
  /** Reasons why the last change was refused. */
  refusal?: Omit<ComponentProps<typeof Sentences>, 'tone'>
  /** The last removal. */
  undo?: ComponentProps<typeof UndoBar>
  /** The open form of an entry. */
  dialog?: ReactNode
  /** The entries, as `<li>`. */
  children: ReactNode
}

/** A list of entries that are added, changed and removed one by one. */
export function ListPanel({ title, add, refusal, undo, dialog, ...list }: ListPanelProps) {
  return (
    <Panel
      title={title}
      note={
        <Button aria-label={add.name} onClick={add.onClick}>
          {add.text}
        </Button>
      }
    >
      {refusal && <Sentences {...refusal} tone="error" />}
      <List label={title} {...list} />
      {undo && <UndoBar {...undo} />}
      {dialog}
    </Panel>
  )
}

function List({
  label,
  empty,
  ordered,
  children,
}: Pick<ListPanelProps, 'label' | 'empty' | 'ordered' | 'children'>) {
  const Tag = ordered ? 'ol' : 'ul'
  return empty ? (
    <p className={styles.empty}>{empty}</p>
  ) : (
    <Tag className={styles.list} aria-label={label}>
      {children}
    </Tag>
  )
}
