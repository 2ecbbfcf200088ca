import { structuredPatch } from 'diff'
import { t } from '../language/t.ts'

export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'gap'
  text: string
}

/** Above this number of changes a diff is unreadable, and finding the shortest one would take seconds. */
const MAX_EDITS = 2_000

/** In ms; a comparison that takes longer shows all lines. A longer task would delay keys and clicks. */
const MAX_TIME = 40

/** Changed lines with `context` lines around them; `gap` stands for omitted equal lines. */
export function toDiffLines(before: string, after: string, context = 3): DiffLine[] {
  const patch = structuredPatch('', '', before, after, '', '', {
    context,
    maxEditLength: MAX_EDITS,
    timeout: MAX_TIME,
  })
  if (patch === undefined) return [...all('removed', before), ...all('added', after)]
  return patch.hunks.flatMap((hunk, index) => {
    const lines = hunk.lines.flatMap(toLine)
    const skips = hunk.oldStart > 1 || index > 0
    return skips
      ? [{ kind: 'gap' as const, text: t('Line {{number}}', { number: hunk.oldStart }) }, ...lines]
      : lines
  })
}

function toLine(line: string): DiffLine[] {
  const text = line.slice(1)
  switch (line.charAt(0)) {
    case '+':
      return [{ kind: 'added', text }]
    case '-':
      return [{ kind: 'removed', text }]
    // Skips `\ No newline at end of file`: most text fragments have none.
    case '\\':
      return []
    default:
      return [{ kind: 'same', text }]
  }
}

function all(kind: DiffLine['kind'], text: string): DiffLine[] {
  return text === '' ? [] : text.split('\n').map((line) => ({ kind, text: line }))
}
