import { useState } from 'react'
import type { Diagnostics } from '../../../shared/diagnostics.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes } from '../../ui/format-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import styles from './diagnostics-panel.module.css'

type PartName = Exclude<keyof Diagnostics, 'format' | 'madeAt'>

const PARTS: Readonly<Record<PartName, () => string>> = {
  versions: () => t('Versions'),
  platform: () => t('System'),
  server: () => t('Server'),
  health: () => t('Health'),
  connection: () => t('Doctor report'),
  selfTest: () => t('Self-test'),
  settings: () => t('Startup settings'),
  config: () => t('Settings in config.json, secrets redacted'),
  storage: () => t('Storage'),
  counts: () => t('Counts'),
  log: () => t('Last log lines'),
}

/** Exact content that is saved or copied, by part. */
export function DiagnosticsBundle({ diagnostics }: { diagnostics: Diagnostics }) {
  const text = toText(diagnostics)
  const copy = useCopy(text)
  const day = diagnostics.madeAt.slice(0, 10)
  const save = () => saveFile(`signalbox-diagnostics-${day}.json`, `${text}\n`, 'application/json')
  return (
    <section className={styles.bundle} aria-label={t('File contents')}>
      <ul className={styles.parts}>
        {Object.entries(PARTS).map(([name, label]) => (
          <Part key={name} label={label()} text={toText(diagnostics[name as PartName])} />
        ))}
      </ul>
      <div className={styles.actions}>
        <Button kind="primary" onClick={save}>
          <Icon name="download" />
          {t('Save as file')}
        </Button>
        <CopyButton state={copy.state} onCopy={copy.copy} title={t('Copy all')}>
          {t('Copy')}
        </CopyButton>
        <span className={styles.note}>{formatBytes(text.length)}</span>
      </div>
    </section>
  )
}

function Part({ label, text }: { label: string; text: string }) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      <details className={styles.part} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>
          {label} <span className={styles.note}>{formatBytes(text.length)}</span>
        </summary>
        {open && (
          <Scroller className={styles.text}>
            <pre>{text}</pre>
          </Scroller>
        )}
      </details>
    </li>
  )
}

function toText(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
