/**
 * An object with all keys, each undefined, to be copied and filled. `JSON.parse` stores the keys inside the object: a
 * copy is one allocation, where an object that grows key by key takes several and is slower to read.
 */
export function createTemplate<T extends object>(keys: readonly (keyof T & string)[]): T {
  const blank = JSON.parse(`{${keys.map((key) => `"${key}":null`).join(',')}}`) as Record<string, unknown>
  for (const key of keys) blank[key] = undefined
  return blank as T
}
