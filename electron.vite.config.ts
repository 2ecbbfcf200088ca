import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const define = {
  SIGNALBOX_VERSION: JSON.stringify(version),
  SIGNALBOX_BUILD: JSON.stringify({ commit: readCommit(), date: new Date().toISOString() }),
}

// Everything but Electron itself is bundled, so that the packaged app carries no node_modules.
export default defineConfig({
  main: {
    define,
    build: {
      externalizeDeps: false,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input: {
          index: resolve('main/index.ts'),
          headless: resolve('main/headless.ts'),
          // Threads begin in files of their own.
          'database-worker': resolve('main/storage/worker/database-worker.ts'),
          'transcripts-worker': resolve('main/transcripts/transcripts-worker.ts'),
          'export-worker': resolve('main/export/export-worker.ts'),
        },
        external: ['electron'],
        // Without white space and comments V8 has half to read at the start; names stay, for the log.
        output: { format: 'es', minify: { compress: false, mangle: false, codegen: true } },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      minify: false,
      rolldownOptions: {
        input: { preload: resolve('main/desktop/pages/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      target: 'chrome140',
      minify: true,
      // Inlined assets would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { tray: resolve('renderer/tray.html'), dashboard: resolve('renderer/dashboard.html') },
      },
    },
  },
})

/** A source archive has no git; then nobody knows. */
function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}
