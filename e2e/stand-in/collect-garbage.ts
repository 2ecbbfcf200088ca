import type { Desktop } from '../launch-desktop.ts'

/** Collects all garbage of the app's main process; unreferenced objects of Electron stop calling back. */
export function collectGarbage(app: Desktop): Promise<void> {
  return app.evaluate(() => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
    const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc')
    if (typeof collect !== 'function') throw new TypeError('no gc')
    Reflect.apply(collect, undefined, [])
  }, null)
}
