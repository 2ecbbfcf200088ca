import { Fragment } from 'react'
import styles from './command.module.css'
import { CopyButton } from './copy-button.tsx'
import type { Copy } from './use-copy.ts'

interface CommandProps {
  text: string
  copy: Copy
  /** Says what is copied, and by which key. */
  title: string
}

/** A line for the terminal, whole and to copy. */
export function Command({ text, copy, title }: CommandProps) {
  return (
    <div className={styles.command}>
      <code className={styles.code}>{breakable(text)}</code>
      <CopyButton state={copy.state} onCopy={copy.copy} title={title} />
    </div>
  )
}

/** Lets the line break before an address or a package, so that a reader never sees half of one. */
function breakable(command: string) {
  const [name = '', value = ''] = command.split(/(?=http|@anthropic)/)
  return (
    <Fragment>
      {name}
      <wbr />
      <span className={styles.whole}>{value}</span>
    </Fragment>
  )
}
