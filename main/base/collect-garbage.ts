import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** `minor`: what was allocated recently, below 1 ms. `major`: everything, 50–100 ms, and unused heap is unmapped. */
type Kind = 'minor' | 'major'

let gc: ((options: { type: Kind }) => void) | undefined

/**
 * Collects garbage on this thread now. V8 counts the memory of buffers too coarsely: it lets 64 MB of them die before it
 * looks, and none is collected while the program is idle.
 */
export function collectGarbage(type: Kind): void {
  gc ??= exposeGc()
  gc({ type })
}

/** The function exists only in contexts created while the flag is set, so nothing else sees it. */
function exposeGc(): NonNullable<typeof gc> {
  setFlagsFromString('--expose-gc')
  const exposed: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  return typeof exposed === 'function'
    ? (options) => void Reflect.apply(exposed, undefined, [options])
    : () => undefined
}
