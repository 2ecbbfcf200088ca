import { expect, it } from 'vitest'
import { readEventData } from './read-event-data.ts'

it.each([
  ['one event a blank line', 'data: 1\n\ndata:2\n\n', ['1', '2']],
  ['any line end', 'event: a\r\ndata: 1\r\n\r\ndata: 2\r\rdata: 3\n\n', ['1', '2', '3']],
  ['data on several lines', 'data: {\ndata: }\n\n', ['{\n}']],
  ['nothing of comments and other fields', ': ping\n\nid: 7\nretry: 1\n\ndata: 1\n\n', ['1']],
  ['the event that was cut', 'data: 1\n\ndata: {"a"', ['1', '{"a"']],
  ['the event whose blank line was cut', 'data: 1\r\n', ['1']],
  ['nothing', '', []],
])('reads %s', (_title, stream, events) => {
  expect(readEventData(stream)).toEqual(events)
})
