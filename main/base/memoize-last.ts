/**
 * Caches the last result of a pure function of one object, for objects that are replaced when they change, such as
 * settings.
 */
export function memoizeLast<Key extends object, Result>(decide: (key: Key) => Result): (key: Key) => Result {
  let known: { key: Key; result: Result } | undefined
  return (key) => {
    if (known?.key !== key) known = { key, result: decide(key) }
    return known.result
  }
}
