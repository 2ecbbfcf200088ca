import { pathToFileURL } from 'node:url'
import { startApp } from './start-app.ts'

// node --import register.ts run-main.ts <app folder> <main module> [arguments]: like `electron <app folder>`.
const [appPath = '.', main = ''] = process.argv.splice(2, 2)
process.argv.splice(1, 1, appPath)
await startApp({ appPath, packaged: false, main: pathToFileURL(main).href })
