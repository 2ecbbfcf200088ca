import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/*
 * node e2e/try-packaged.ts EXECUTABLE: starts a packaged app as a user would, asks it for its health, ends it, and runs
 * one of its commands. For the release workflow, on each system. Exits 1 with the reason if anything is not as it must be.
 */

/** In ms. A first start on a busy runner has to unpack and to check signatures. */
const PATIENCE = 60_000

const executable = process.argv[2] ?? ''
const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-try-'))
const port = await freePort()
// No account, no settings and no box that waits for a click.
const env = {
  ...process.env,
  HOME: dataDir,
  USERPROFILE: dataDir,
  SIGNALBOX_DATA_DIR: dataDir,
  SIGNALBOX_NO_DIALOGS: '1',
  PORT: String(port),
}

try {
  await checkApp()
  await checkCommand()
  console.log(`${executable} starts, serves, drains and exits 0.`)
} catch (error) {
  console.error(String(error))
  process.exitCode = 1
} finally {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
}

async function checkApp(): Promise<void> {
  const { child, exited } = start([])
  const url = `http://127.0.0.1:${port}`
  const until = Date.now() + PATIENCE
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`It ended with ${child.exitCode ?? child.signalCode} before it served`)
    const response = await fetch(`${url}/livez`).catch(() => undefined)
    if (response?.ok === true) break
    if (Date.now() > until) throw new Error('It does not serve /livez')
    await setTimeout(500)
  }
  const body = JSON.stringify({})
  const headers = { 'content-type': 'application/json' }
  const { status } = await fetch(`${url}/api/shutdown`, { method: 'POST', headers, body })
  if (status !== 202) throw new Error(`/api/shutdown responded with ${status}`)
  expectZero(await exited)
}

async function checkCommand(): Promise<void> {
  expectZero(await start(['--version']).exited)
}

function start(args: string[]) {
  const child = spawn(executable, args, { env, stdio: 'inherit' })
  return {
    child,
    exited: Promise.race([once(child, 'exit'), setTimeout(PATIENCE, ['no exit'], { ref: false })]),
  }
}

function expectZero([code]: unknown[]): void {
  if (code !== 0) throw new Error(`It ended with ${String(code)}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return address.port
}
