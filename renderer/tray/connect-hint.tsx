import { Command } from '../ui/command.tsx'
import { useCopy } from '../ui/use-copy.ts'
import styles from './connect-hint.module.css'
import { useHotkeys } from '../glance/use-hotkeys.ts'

/** Teaches the one command, where the list of requests will be. */
export function ConnectHint({ command }: { command: string }) {
  const copy = useCopy(command)
  useHotkeys({ m: copy.copy })
  return (
    <div className={styles.hint}>
      <p>Run this, then start Claude Code in that terminal:</p>
      <Command text={command} copy={copy} title="Copy the command (M)" />
    </div>
  )
}
