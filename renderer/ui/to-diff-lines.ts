import { structuredPatch } from 'diff'
import { t } from '../language/t.ts'

export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'gap'
  text: string
}

/** Beyond so many changes nobody reads a diff, and it would take seconds to find the shortest one. */
const MAX_EDITS = 2_000

/** The lines that differ, with `context` lines around them; `gap` stands for the equal lines that are left out. */
export function toDiffLines(before: string, after: string, context = 3): DiffLine[] {
  const patch = structuredPatch('', '', before, after, '', '', { context, maxEditLength: MAX_EDITS })
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
    // `\ No newline at end of file`: most pieces of text have none.
    case '\\':
      return []
    default:
      return [{ kind: 'same', text }]
  }
}

function all(kind: DiffLine['kind'], text: string): DiffLine[] {
  return text === '' ? [] : text.split('\n').map((line) => ({ kind, text: line }))
}
