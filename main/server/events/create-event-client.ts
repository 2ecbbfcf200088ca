import type { ServerResponse } from 'node:http'

/** More than this is not kept for a client that does not read, in bytes. */
const MAX_BUFFERED_BYTES = 256 * 1024

export interface EventClient {
  send: (text: string) => void
  /** Sends a comment, so that both sides notice a dead connection; ends one that has not read since the last. */
  beat: () => void
  end: () => void
}

/** One listener of the event stream. Whoever reads too slowly is cut: it comes back, and asks for what it missed. */
export function createEventClient(res: ServerResponse): EventClient {
  /** True from a heartbeat at which the client had not read everything, to the next. */
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
