import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

interface TabsProps<Name extends string> {
  label: string
  tabs: readonly { name: Name; label: string }[]
  selected: Name
  onSelect: (name: Name) => void
  /** The content of the selected tab. */
  children: ReactNode
}

/** Tabs and the panel of the selected one. Arrow keys move between tabs and select them, as is usual. */
export function Tabs<Name extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Name>) {
  return (
    <Base.Root className={styles.tabs} value={selected} onValueChange={(name: Name) => onSelect(name)}>
      <Base.List className={styles.list} aria-label={label} activateOnFocus>
        {tabs.map(({ name, label: text }) => (
          <Base.Tab key={name} value={name} className={styles.tab}>
            {text}
          </Base.Tab>
        ))}
      </Base.List>
      {/* No tab stop of its own: what is in it takes the focus. */}
      <Base.Panel value={selected} className={styles.panel} tabIndex={undefined}>
        {children}
      </Base.Panel>
    </Base.Root>
  )
}
