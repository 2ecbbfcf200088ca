import { createParser } from 'eventsource-parser'

/** The `data` of each event of a stream, also of one that its cut end left open. */
export function readEventData(stream: string): string[] {
  const events: string[] = []
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) })
  parser.feed(stream)
  // A stream that was cut has no empty line behind its last event.
  parser.feed('\n\n')
  return events
}
