#!/usr/bin/env node
import { runCommand } from './cli/run-command.ts'
import { findPages } from './find-pages.ts'
import { readVersion } from './version.ts'

process.exitCode = await runCommand(process.argv.slice(2), {
  version: readVersion(),
  pages: findPages(),
  env: process.env,
})
// Keep-alive sockets and timers of what is finished must not hold the process.
process.exit()
