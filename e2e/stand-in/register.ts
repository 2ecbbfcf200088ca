import { registerHooks } from 'node:module'

const DOUBLE = new URL('./electron.ts', import.meta.url).href

// Loaded with `node --import`: makes `electron` resolve to the stand-in, for `import` and `require` alike.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' ? { url: DOUBLE, shortCircuit: true } : nextResolve(specifier, context),
})
