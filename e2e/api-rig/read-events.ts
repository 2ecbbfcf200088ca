/** One event of the stream. */
export interface SeenEvent {
  name: string
  data: unknown
}

export interface EventReader {
  /** All events so far. */
  seen: SeenEvent[]
  /** Resolves with the first past or future event that matches. */
  until: (holds: (event: SeenEvent) => boolean) => Promise<SeenEvent>
  /** The raw stream so far, including comments. */
  text: () => string
  /** Resolves at the end of the stream: true if it ended cleanly, false if it was cut. */
  ended: Promise<boolean>
  close: () => void
}

/** Reads `/api/events` as a browser would. */
export async function readEvents(url: string, init: RequestInit = {}): Promise<EventReader> {
  const stop = new AbortController()
  const response = await fetch(`${url}/api/events`, { ...init, signal: stop.signal })
  if (response.status !== 200 || response.body === null) throw new Error(`/api/events: ${response.status}`)
  const seen: SeenEvent[] = []
  const waiting = new Set<() => void>()
  let text = ''
  let rest = ''

  async function pump(body: ReadableStream<Uint8Array>): Promise<boolean> {
    const decoder = new TextDecoder()
    try {
      for await (const chunk of body) {
        const piece = decoder.decode(chunk, { stream: true })
        text += piece
        const blocks = (rest + piece).split('\n\n')
        rest = blocks.pop() ?? ''
        seen.push(...blocks.flatMap(toEvent))
        for (const look of waiting) look()
      }
      return true
    } catch {
      return false
    } finally {
      for (const look of waiting) look()
    }
  }
  const ended = pump(response.body)
  return {
    seen,
    ended,
    text: () => text,
    close: () => stop.abort(),
    until: (holds) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = seen.find(holds)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
        void ended.then(() => reject(new Error(`the stream ended; seen: ${JSON.stringify(seen)}`)))
      }),
  }
}

function toEvent(block: string): SeenEvent[] {
  const name = /^event: (.*)$/m.exec(block)?.[1]
  const data = /^data: (.*)$/m.exec(block)?.[1]
  return name === undefined || data === undefined ? [] : [{ name, data: JSON.parse(data) as unknown }]
}
