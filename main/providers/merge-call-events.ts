import { createCallMerger } from './merge-calls.ts'

/** Buffered pieces are passed on after this much silence. In ms. */
const IDLE_MS = 50

/** A `fetch` whose event streams carry tool inputs in fewer pieces; see `createCallMerger`. */
export function mergeCalls(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const { body, ok, status, statusText, headers } = response
    const isJson = headers.get('content-type')?.includes('json') === true
    if (!ok || body === null || isJson) return response
    return new Response(mergeCallEvents(body), { status, statusText, headers })
  }
}

function mergeCallEvents(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const editor = createEventEditor()
  /** The pending read, kept across idle timeouts. */
  let reading: ReturnType<typeof readFrom> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          reading ??= readFrom(reader)
          const next = editor.isHolding() ? await orIdle(reading) : await reading
          if (next !== undefined) reading = undefined
          const text =
            next === undefined ? editor.flush() : next.done ? editor.end() : editor.push(next.value)
          if (text !== '') controller.enqueue(Buffer.from(text))
          if (next?.done === true) return controller.close()
          if (text !== '') return
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // No read-ahead, so that backpressure reaches the connection.
    { highWaterMark: 0 },
  )
}

/** Marks the rejection as handled: after a cancel, nothing waits for this read. */
function readFrom(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']> {
  const reading = reader.read()
  reading.catch(() => undefined)
  return reading
}

async function orIdle<T>(reading: Promise<T>): Promise<T | undefined> {
  const { promise: idle, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, IDLE_MS, undefined)
  try {
    return await Promise.race([reading, idle])
  } finally {
    clearTimeout(timer)
  }
}

interface EventEditor {
  /** Takes the next bytes; returns the text to pass on now. */
  push: (bytes: Uint8Array) => string
  /** Returns the buffered pieces. */
  flush: () => string
  /** Returns everything that is left. */
  end: () => string
  isHolding: () => boolean
}

/**
 * Parses events (WHATWG HTML §9.2.6) and writes them again, with fewer pieces of tool calls. All line endings become
 * LF.
 */
function createEventEditor(): EventEditor {
  const decoder = new TextDecoder()
  const merger = createCallMerger()
  /** The lines of an unfinished event. */
  let lines: string[] = []
  /** An unfinished line. */
  let line = ''
  /** The last character was a CR, so a following LF belongs to it. */
  let isBehindReturn = false

  function endEvent(): string {
    const event = lines
    lines = []
    const data = event.filter((each) => each === 'data' || each.startsWith('data:'))
    // A keep-alive comment.
    if (data.length === 0) return `${event.join('\n')}\n\n`
    // Event names and ids have no meaning in this format.
    return write(merger.push(data.map((each) => each.slice('data:'.length).replace(/^ /, '')).join('\n')))
  }

  function take(text: string): string {
    const parts = (isBehindReturn && text.startsWith('\n') ? text.slice(1) : text).split(/\r\n|[\r\n]/)
    if (text !== '') isBehindReturn = text.endsWith('\r')
    let passed = ''
    line += parts[0] ?? ''
    for (const part of parts.slice(1)) {
      if (line !== '') lines.push(line)
      else if (lines.length > 0) passed += endEvent()
      line = part
    }
    return passed
  }

  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    flush: () => write(merger.flush()),
    end() {
      const passed = take(decoder.decode())
      const left = [...lines, line].join('\n')
      return passed + write(merger.flush()) + left
    },
    isHolding: merger.isHolding,
  }
}

function write(events: readonly string[]): string {
  return events.map((data) => `data: ${data.replaceAll('\n', '\ndata: ')}\n\n`).join('')
}
