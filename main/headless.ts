#!/usr/bin/env node
// Read by whatever Node there is: nothing is imported before the version is known, and all syntax here is old.
const NEEDED = 24

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `Signalbox needs Node ${NEEDED} or newer; this is ${process.version} (${process.execPath}). In a checkout, "npm run headless" brings its own.`,
  )
  process.exit(1)
}
// Before everything else, so that it finds a current folder.
await import('./base/started-in.ts')
const { runHeadless } = await import('./cli/run-headless.ts')
await runHeadless()
