import type { Script } from '../start-fake-upstream.ts'
import { textReply } from '../text-reply.ts'
import { onStreams } from './on-streams.ts'

const TEXT = ['Spelled ', 'differently, ', 'naïve 日本語 👩‍👩‍👧.']

/** Correct events in an unusual spelling. The last three are not legal SSE, or unexpected by clients. */
export const SPELLING = {
  crlf: onStreams(textReply(TEXT, { sse: { lineEnd: 'crlf' } })),
  cr: onStreams(textReply(TEXT, { sse: { lineEnd: 'cr' } })),
  'no-space': onStreams(textReply(TEXT, { sse: { space: false } })),
  comments: onStreams(textReply(TEXT, { sse: { comments: true } })),
  'byte-by-byte': onStreams(textReply(TEXT, { writes: 'byte' })),
  'one-write': onStreams(textReply(TEXT, { writes: 'whole' })),
  'no-event-lines': onStreams(textReply(TEXT, { sse: { eventLines: false } })),
  'no-blank-lines': onStreams(textReply(TEXT, { sse: { blankLines: false } })),
  'long-line': onStreams(textReply(['x'.repeat(2_000_000)])),
} satisfies Record<string, Script>
