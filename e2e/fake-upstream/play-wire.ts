import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { WireStep } from './reply.ts'

export interface Line {
  /** Socket to write to: the TCP socket, or the TLS socket on top of it. */
  socket: Socket
  /** The TCP socket; only this one can be reset. */
  tcp: Socket
  /** Aborted when the client has closed its side. */
  gone: AbortSignal
}

/**
 * Performs the steps in order. Rejects if the client disconnects first (an AbortError, or the socket's own error).
 * Resolves true if the connection can serve another request.
 */
export async function playWire(line: Line, steps: readonly WireStep[]): Promise<boolean> {
  for (const step of steps) {
    line.gone.throwIfAborted()
    switch (step.step) {
      case 'write':
        await writeBytes(line, step.bytes)
        break
      case 'wait':
        await delay(step.ms, undefined, { signal: line.gone })
        break
      case 'repeat':
        await repeat(line, step)
        break
      case 'silence':
        await untilGone(line)
        break
      case 'fin':
        line.socket.end()
        return false
      case 'reset':
        line.tcp.resetAndDestroy()
        return false
    }
  }
  return true
}

async function writeBytes({ socket, gone }: Line, bytes: Buffer): Promise<void> {
  if (!socket.write(bytes)) await once(socket, 'drain', { signal: gone })
}

async function repeat(line: Line, { bytes, everyMs }: { bytes: Buffer; everyMs: number }): Promise<never> {
  for (;;) {
    await delay(everyMs, undefined, { signal: line.gone })
    await writeBytes(line, bytes)
  }
}

/** Always rejects, as does leaving the loop of `repeat`: the client ended this response, not the script. */
async function untilGone({ gone }: Line): Promise<void> {
  await new Promise<never>((_, reject) => {
    if (gone.aborted) reject(gone.reason)
    gone.addEventListener('abort', () => reject(gone.reason), { once: true })
  })
}
