#!/usr/bin/env node
// Must run on any Node version: nothing is imported before the version is checked, and all syntax here is old.
const NEEDED = 24

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `Signalbox needs Node ${NEEDED} or later, but this is ${process.version} (${process.execPath}). In a checkout, "npm run headless" uses its own Node.`,
  )
  process.exit(1)
}
// First of all imports, because later ones need an existing current folder.
await import('./base/started-in.ts')
const { runHeadless } = await import('./cli/run-headless.ts')
await runHeadless()
