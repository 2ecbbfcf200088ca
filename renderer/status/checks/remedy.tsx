import { useRef } from 'react'
import { t } from '../../language/t.ts'
import { Command } from '../../ui/command.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useHotkeys } from '../use-hotkeys.ts'
import type { ShownFinding } from '../read-verdict.ts'

/** Command that fixes the problem beside it. Its hotkey is disabled while hidden. */
export function Remedy({ command }: { command: NonNullable<ShownFinding['command']> }) {
  const place = useRef<HTMLDivElement>(null)
  const copy = useCopy(command.text)
  useHotkeys({
    [command.key]: () => place.current?.closest('details:not([open])') ?? copy.copy(),
  })
  return (
    <div ref={place}>
      <Command
        text={command.text}
        copy={copy}
        title={t('Copy the command ({{key}})', { key: command.key.toUpperCase() })}
      />
    </div>
  )
}
