import { Fragment } from 'react'
import styles from './command.module.css'
import { CopyButton } from './copy-button.tsx'
import type { Copy } from './use-copy.ts'

interface CommandProps {
  text: string
  copy: Copy
  /** Names the copied text and the hotkey. */
  title: string
}

/** A terminal command, shown in full, with a copy button. */
export function Command({ text, copy, title }: CommandProps) {
  return (
    <div className={styles.command}>
      <code className={styles.code}>{breakable(text)}</code>
      <CopyButton state={copy.state} onCopy={copy.copy} title={title} />
    </div>
  )
}

/** Allows line breaks before an address or a package only, so that neither is split. */
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
