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

/**
 * Libraries of our libraries that the program never reaches: Fastify's schema compilers (see `NO_COMPILERS`) and test
 * client, and the directory listing of @fastify/static. Without them there is a sixth less to read at each start.
 */
const LEFT_OUT = new Set([
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
  'glob',
])

/** Puts an empty module in the place of each. */
const leaveOut = {
  name: 'leave-out',
  enforce: 'pre' as const,
  resolveId: (id: string) => (LEFT_OUT.has(id) ? EMPTY : undefined),
  load: (id: string) => (id === EMPTY ? 'export {}' : undefined),
}

/** By convention other plugins leave a name that begins with NUL alone. */
const EMPTY = '\0empty'

/**
 * One character beyond Latin-1 makes V8 keep a whole file with two bytes per character: 4 MB more for as long as the
 * program runs. Escapes mean the same in strings and regular expressions; `String.raw` would show them.
 */
const escapeNonAscii = {
  name: 'escape-non-ascii',
  generateBundle(_options: unknown, bundle: Record<string, { type: string; code?: string }>) {
    for (const file of Object.values(bundle)) {
      if (file.code !== undefined) file.code = file.code.replaceAll(/[\u0080-\uffff]/g, escapeUnit)
    }
  },
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

// Everything but Electron itself is bundled, so that the packaged app carries no node_modules.
export default defineConfig({
  main: {
    define,
    plugins: [leaveOut, escapeNonAscii],
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
          'system-ca-worker': resolve('main/proxy/outbound/system-ca-worker.ts'),
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
