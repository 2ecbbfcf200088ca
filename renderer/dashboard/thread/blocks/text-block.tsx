import { t } from '../../../language/t.ts'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format-number.ts'
import { useDisclosure } from '../use-disclosure.ts'
import { clip } from './clip.ts'
import { ClippedText } from './clipped-text.tsx'
import { Markdown } from './markdown.tsx'

/** What is read at once, in characters; the rest on demand. */
const FIRST = 6_000
/** Nobody writes more markdown than this; more is a file, and would take seconds to lay out. */
const MAX_MARKDOWN_LENGTH = 60_000

/** What somebody said. */
export function TextBlock({ id, text }: { id: string; text: string }) {
  const [open, setOpen] = useDisclosure(id)
  if (text.length > MAX_MARKDOWN_LENGTH) return <ClippedText id={`${id} plain`} text={text} lines={20} />
  if (open || text.length <= FIRST) return <Markdown text={text} />
  return (
    <>
      <Markdown text={clip(text, { lines: Infinity, characters: FIRST })} />
      <div>
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {t('Show all, {{bytes}}', { bytes: formatBytes(text.length) })}
        </Button>
      </div>
    </>
  )
}
