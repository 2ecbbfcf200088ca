import { extractAll } from '@electron/asar'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startApp } from './start-app.ts'

// Run by the packaged `electron`: node --import register.ts run-packaged.ts <the executable> [arguments].
// The app sees [the executable, arguments], as it does in a packaged Electron.
const executable = process.argv[2] ?? ''
process.argv.splice(0, 3, executable)
const resources = join(dirname(executable), 'resources')

// Node cannot read asar archives, so extract it far from any node_modules: missing modules then stay missing.
const folder = mkdtempSync(join(tmpdir(), 'signalbox-asar-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
extractAll(join(resources, 'app.asar'), folder)
Object.defineProperty(process, 'resourcesPath', { value: resources })

const manifest: { main: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
await startApp({ appPath: folder, packaged: true, main: pathToFileURL(join(folder, manifest.main)).href })
