import { t } from '../../../language/t.ts'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format-number.ts'
import { useDisclosure } from '../use-disclosure.ts'
import { clip } from './clip.ts'
import styles from './clipped-text.module.css'

interface ClippedTextProps {
  id: string
  text: string
  /** Number of lines shown before expanding. */
  lines: number
  tone?: 'plain' | 'error'
}

/** Maximum length in characters. The raw view shows longer texts in parts. */
const MAX_CHARACTERS = 400_000

/** Preformatted text, truncated until expanded. */
export function ClippedText({ id, text, lines, tone = 'plain' }: ClippedTextProps) {
  const [open, setOpen] = useDisclosure(id)
  const start = clip(
    text,
    open ? { lines: Infinity, characters: MAX_CHARACTERS } : { lines, characters: lines * 200 },
  )
  const hidden = text.length - start.length
  return (
    <div className={styles.text} data-tone={tone}>
      <pre className={styles.pre}>{start}</pre>
      {hidden > 0 && !open && (
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('Show all {{count, number}} lines, {{bytes}}', {
            count: countLines(text),
            bytes: formatBytes(text.length),
          })}
        </Button>
      )}
      {hidden > 0 && open && (
        <p className={styles.rest}>{t('{{bytes}} more in the Raw tab.', { bytes: formatBytes(hidden) })}</p>
      )}
    </div>
  )
}

function countLines(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
