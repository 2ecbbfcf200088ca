import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const BIN = '/usr/lib/postgresql/15/bin'
/** PostgreSQL refuses to run as root. */
const USER = 'postgres'

export interface TestPostgres {
  /** A new, empty database. */
  freshUrl: () => Promise<string>
  /** Kills the server at once, like a failing machine; `start` restarts it. */
  crash: () => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** Reason that PostgreSQL is unavailable; undefined when it is available. */
export function missingPostgres(): string | undefined {
  if (!existsSync(join(BIN, 'postgres'))) return 'PostgreSQL 15 is not installed'
  if (process.getuid?.() !== 0) return 'only root can start a server as its own user'
  return undefined
}

/** A real server on its own socket and port, in a temporary folder. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-pg-'))
  chmodSync(folder, 0o777)
  const data = join(folder, 'data')
  run([
    join(BIN, 'initdb'),
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    USER,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const url = (name: string) => `postgres://${USER}@127.0.0.1:${port}/${name}`
  let server: ChildProcess | undefined
  let databases = 0

  async function start(): Promise<void> {
    const options = [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
    ]
    server = spawn('setpriv', asUser([join(BIN, 'postgres'), ...options]), { stdio: 'ignore' })
    await responses(url('postgres'))
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server?.exitCode !== null) return
    const exited = once(server, 'exit')
    server.kill(signal)
    await exited
  }
  await start()
  return {
    start,
    crash: () => end('SIGQUIT'),
    async stop() {
      await end('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
    async freshUrl() {
      const name = `test_${++databases}`
      await ask(url('postgres'), `create database ${name}`)
      return url(name)
    },
  }
}

async function responses(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask(url, 'select 1')
    } catch (error) {
      if (tries > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  // A server that ends during the connection also emits an error here.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(sql)
  await client.end()
}

function run(command: readonly string[]): void {
  execFileSync('setpriv', asUser(command), { stdio: 'pipe' })
}

function asUser(command: readonly string[]): string[] {
  return ['--reuid', USER, '--regid', USER, '--clear-groups', ...command]
}
