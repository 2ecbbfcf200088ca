export interface EventFaults {
  lost: number
  duplicated: number
  /** Events that arrived after a later one. */
  reordered: number
  /** Events that the upstream never sent in this form; stray bytes between events count as one. */
  changed: number
}

/** Describes the faults of a response that differs from the upstream's. */
export function compareEvents(sent: readonly string[], received: string): EventFaults {
  const position = new Map(sent.map((event, index) => [event, index]))
  const seen = new Set<number>()
  const faults: EventFaults = { lost: 0, duplicated: 0, reordered: 0, changed: 0 }
  let latest = -1
  for (const event of received.match(/[^]*?\n\n|[^]+$/g) ?? []) {
    const index = position.get(event)
    if (index === undefined) faults.changed++
    else if (seen.has(index)) faults.duplicated++
    else if (index < latest) faults.reordered++
    if (index === undefined) continue
    seen.add(index)
    latest = Math.max(latest, index)
  }
  faults.lost = sent.length - seen.size
  return faults
}
