import { valueAt } from './value-at.ts'

/** A place in a request body. */
export interface Place {
  /** JSON pointer. */
  path: string
  value: unknown
}

/** Longer messages quote something. */
const MAX_NAME = 200

/**
 * The place that an error of the API names at its beginning: `messages.3.content.1.image.source: …` →
 * `/messages/3/content/1`. It also names the type of a block, which is no member, so the place is the last one that
 * exists.
 */
export function findPlace(message: string, body: unknown): Place | undefined {
  const [name] = message.slice(0, MAX_NAME).split(':', 1)
  if (name === undefined || !/^[\w.-]+$/.test(name)) return undefined
  let found: Place | undefined
  let path = ''
  for (const part of name.split('.')) {
    path += `/${part}`
    const value = valueAt(body, path)
    if (value === undefined) break
    found = { path, value }
  }
  return found
}
