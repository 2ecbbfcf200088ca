import { t } from '../../../language/t.ts'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format-number.ts'
import { useDisclosure } from '../use-disclosure.ts'
import { clip } from './clip.ts'
import { ClippedText } from './clipped-text.tsx'
import { isCostlyMarkdown } from './is-costly-markdown.ts'
import { Markdown } from './markdown.tsx'

/** Number of characters shown before expanding. */
const FIRST = 6_000
/** Longer texts are usually files, and would take seconds to lay out as Markdown. */
const MAX_MARKDOWN_LENGTH = 60_000

/** Text of a message. */
export function TextBlock({ id, text }: { id: string; text: string }) {
  const [open, setOpen] = useDisclosure(id)
  if (text.length > MAX_MARKDOWN_LENGTH || isCostlyMarkdown(text))
    return <ClippedText id={`${id} plain`} text={text} lines={20} />
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
