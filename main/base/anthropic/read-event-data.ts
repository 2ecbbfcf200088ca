import { createParser } from 'eventsource-parser'

/** Returns the `data` of each event of a stream, including a last event that was cut off. */
export function readEventData(stream: string): string[] {
  const events: string[] = []
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) })
  parser.feed(stream)
  // A truncated stream has no empty line after its last event.
  parser.feed('\n\n')
  return events
}
