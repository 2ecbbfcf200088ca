import type { ServerResponse } from 'node:http'

/** Maximum number of bytes buffered for a client that doesn't read. */
const MAX_BUFFERED_BYTES = 256 * 1024

export interface EventClient {
  send: (text: string) => void
  /**
   * Sends a comment, so that both sides notice a dead connection. Ends a client that hasn't read since the last beat.
   */
  beat: () => void
  end: () => void
}

/** One client of the event stream. A client that reads too slowly is disconnected; it reconnects and refetches. */
export function createEventClient(res: ServerResponse): EventClient {
  /** True if the client had unread data at the last heartbeat. */
  let lagged = false

  function send(text: string): void {
    if (res.destroyed || res.writableEnded) return
    res.write(text)
    if (res.writableLength > MAX_BUFFERED_BYTES) res.destroy()
  }
  return {
    send,
    beat() {
      if (lagged && res.writableNeedDrain) return void res.destroy()
      lagged = res.writableNeedDrain
      send(': \n\n')
    },
    end: () => void res.end(),
  }
}
