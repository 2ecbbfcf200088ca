import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startApp } from './start-app.ts'

// Run by the packaged `electron`: node --import register.ts run-packaged.ts <the executable> [arguments].
// The app sees [the executable, arguments], as it does in a packaged Electron.
const executable = process.argv[2] ?? ''
process.argv.splice(0, 3, executable)
const resources = join(dirname(executable), 'resources')
Object.defineProperty(process, 'resourcesPath', { value: resources })
// The fuse `runAsNode` is off: the executable starts the app, whatever ELECTRON_RUN_AS_NODE says.
process.execPath = executable

// `register.ts` has made it a folder. There are no node_modules beside it: missing modules stay missing.
const folder = join(resources, 'app.asar')
const manifest: { main: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
await startApp({ appPath: folder, packaged: true, main: pathToFileURL(join(folder, manifest.main)).href })
