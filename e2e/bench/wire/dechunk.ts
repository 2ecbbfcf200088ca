export interface Dechunker {
  /** Returns the number of bytes that belong to this body; the rest belongs to the next message. */
  push: (bytes: Buffer) => number
  isDone: () => boolean
}

/**
 * Removes the chunked transfer coding from a body (RFC 9112 §7.1), regardless of packet boundaries. Throws if a chunk
 * size is not hexadecimal, which means that bytes were lost or mixed up.
 */
export function createDechunker(onData: (chunk: Buffer) => void): Dechunker {
  let expecting: 'size' | 'data' | 'line end' | 'trailer' | 'nothing' = 'size'
  /** Part of a line from an earlier packet. */
  let partial = ''
  /** Remaining bytes of the current chunk. */
  let left = 0

  function onLine(line: string): void {
    if (expecting === 'line end') expecting = 'size'
    else if (expecting === 'size') onSize(line)
    else if (line === '') expecting = 'nothing'
  }
  function onSize(line: string): void {
    if (!/^[\da-f]+ *(;|$)/i.test(line)) throw new Error(`not a chunk size: ${JSON.stringify(line)}`)
    left = Number.parseInt(line, 16)
    expecting = left === 0 ? 'trailer' : 'data'
  }
  function takeData(bytes: Buffer, from: number): number {
    const to = Math.min(from + left, bytes.length)
    onData(bytes.subarray(from, to))
    left -= to - from
    if (left === 0) expecting = 'line end'
    return to
  }
  function takeLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf('\n', from)
    const text = partial + bytes.toString('latin1', from, end === -1 ? bytes.length : end)
    partial = end === -1 ? text : ''
    if (end === -1) return bytes.length
    onLine(text.trimEnd())
    return end + 1
  }

  return {
    push(bytes) {
      let at = 0
      while (at < bytes.length && expecting !== 'nothing') {
        at = expecting === 'data' ? takeData(bytes, at) : takeLine(bytes, at)
      }
      return at
    },
    isDone: () => expecting === 'nothing',
  }
}
