import type { RawReply } from '../reply.ts'
import type { Script } from '../start-fake-upstream.ts'
import { textReply } from '../text-reply.ts'
import { onMessages } from './on-messages.ts'
import { onStreams } from './on-streams.ts'

const TEXT = ['Carried ', 'in an ', 'unusual way.']

/** Faults below the events: content codings, framing, HTTP itself, the socket. */
export const TRANSPORT = {
  gzip: onStreams(textReply(TEXT, { coding: 'gzip' })),
  br: onStreams(textReply(TEXT, { coding: 'br' })),
  zstd: onStreams(textReply(TEXT, { coding: 'zstd' })),
  deflate: onStreams(textReply(TEXT, { coding: 'deflate' })),
  'coding-lie': onStreams(textReply(TEXT, { headers: { 'content-encoding': 'gzip' } })),
  'close-framed': onStreams(textReply(TEXT, { framing: 'close' })),
  'length-too-long': onMessages(textReply(TEXT, { framing: 'length', lengthError: 500 })),
  interim: onMessages(textReply(TEXT, { interim: [103] })),
  // Not asked for. RFC 9110 §15.2: a client must understand it all the same.
  continue: onMessages(textReply(TEXT, { interim: [100] })),
  'never-headers': onMessages(raw({ step: 'silence' })),
  'slow-headers': onMessages(textReply(TEXT, { headersAfterMs: 8000 })),
  'reset-before-headers': onMessages(raw({ step: 'reset' })),
  'fin-before-headers': onMessages(raw({ step: 'fin' })),
  garbage: onMessages(
    raw({ step: 'write', bytes: Buffer.from('\u0000garbage\r\n\r\n', 'latin1') }, { step: 'fin' }),
  ),
} satisfies Record<string, Script>

function raw(...steps: RawReply['steps']): RawReply {
  return { kind: 'raw', steps }
}
