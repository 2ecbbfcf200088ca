import { useMemo } from 'react'
import type { LogLine } from '../../../shared/logs.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useCopy } from '../../ui/use-copy.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { toLogText } from './to-log-text.ts'

/** Copies or saves the listed lines. */
export function LogActions({ lines }: { lines: readonly LogLine[] }) {
  const text = useMemo(() => toLogText(lines), [lines])
  const copy = useCopy(text)
  const save = () => {
    const day = new Date().toISOString().slice(0, 10)
    saveFile(`signalbox-${day}.log`, `${text}\n`, 'text/plain')
  }
  const isEmpty = lines.length === 0
  useKeys(isEmpty ? {} : { c: copy.copy, s: save })
  if (isEmpty) return null
  return (
    <>
      <CopyButton state={copy.state} onCopy={copy.copy} title={t('Copy these lines (C)')}>
        {t('Copy')}
      </CopyButton>
      <Button title={t('Save these lines as a file (S)')} onClick={save}>
        <Icon name="download" />
        {t('Download')}
      </Button>
    </>
  )
}
