import { registerHooks } from 'node:module'
import { installAsar } from './asar-files.ts'

const DOUBLE = new URL('./electron.ts', import.meta.url).href

// Loaded with `node --import`, in every thread: makes `electron` resolve to the stand-in, for `import` and `require`
// alike, and the packaged app's archive a folder.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' ? { url: DOUBLE, shortCircuit: true } : nextResolve(specifier, context),
})
const archive = process.env['STAND_IN_ASAR']
if (archive !== undefined) installAsar(archive)
