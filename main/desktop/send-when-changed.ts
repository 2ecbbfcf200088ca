import { isDeepStrictEqual } from 'node:util'

/** Returns a function that reads a value and sends it if it differs from the last one sent. */
export function sendWhenChanged<Value>(read: () => Value, send: (value: Value) => void): () => void {
  let last: Value | undefined
  return () => {
    const value = read()
    if (isDeepStrictEqual(value, last)) return
    last = value
    send(value)
  }
}
