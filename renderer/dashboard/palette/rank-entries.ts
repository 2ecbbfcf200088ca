/** An entry of the palette. */
export interface Entry {
  id: string
  group: string
  label: string
  /** Shown beside the label: its kind or shortcut. */
  hint?: string
  /** Additional search terms. */
  words?: string
  run: () => void
}

/** Matching entries, best first; all in their original order for an empty query. */
export function rankEntries(query: string, entries: readonly Entry[]): readonly Entry[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return entries
  return entries
    .map((entry, index) => ({ entry, index, score: scoreOf(wanted, entry) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ entry }) => entry)
}

function scoreOf(wanted: string, { label, words = '', hint = '' }: Entry): number {
  const name = label.toLowerCase()
  const more = `${words} ${hint}`.toLowerCase()
  if (name.startsWith(wanted)) return 5
  if (startsAWord(wanted, name)) return 4
  if (name.includes(wanted)) return 3
  if (startsAWord(wanted, more)) return 2
  if (more.includes(wanted)) return 1.5
  return hasInOrder(wanted, name) ? 1 : 0
}

function startsAWord(wanted: string, text: string): boolean {
  return text.split(/[\s,·/-]+/).some((word) => word.startsWith(wanted)) || text.includes(` ${wanted}`)
}

/** `rqs` matches `requests`. */
function hasInOrder(wanted: string, text: string): boolean {
  let at = 0
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
