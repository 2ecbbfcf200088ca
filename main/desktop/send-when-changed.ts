import { isDeepStrictEqual } from 'node:util'

/** Returns a function that reads a value and sends it on when it differs from the one sent last. */
export function sendWhenChanged<Value>(read: () => Value, send: (value: Value) => void): () => void {
  let last: Value | undefined
  return () => {
    const value = read()
    if (isDeepStrictEqual(value, last)) return
    last = value
    send(value)
  }
}
