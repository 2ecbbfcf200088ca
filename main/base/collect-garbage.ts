import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let gc: ((options: { type: 'minor' | 'major' }) => void) | undefined

/**
 * Collects all garbage on this thread now, in 50 to 100 ms, and unmaps unused heap. V8 counts the memory of buffers too
 * coarsely: it lets 64 MB of them die before it looks, and none is collected while the program is idle.
 */
export function collectGarbage(): void {
  gc ??= exposeGc()
  gc({ type: 'major' })
}

/** Collects what was allocated recently, below 1 ms. */
export function collectYoungGarbage(): void {
  gc ??= exposeGc()
  gc({ type: 'minor' })
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
