import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from './targets.ts'

export interface Started {
  pid: number
  port: number
  /** `performance.now()` just before the process was spawned. */
  spawnedAt: number
  /** Rejects with the process's last output if it ends before `stop`. Never resolves before that. */
  crashed: Promise<void>
  stop: () => Promise<void>
}

const READY = /listening on http:\/\/127\.0\.0\.1:(\d+)/

/** Time that a process may take to drain before it is killed, in ms. */
const STOP_PATIENCE = 5_000

/**
 * Starts a Node process and waits until it reports that it listens.
 *
 * @param env added to a minimal environment
 * @throws Error with its stderr if it exits first
 */
export async function startProcess(
  command: Command,
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const home = await mkdtemp(join(tmpdir(), 'signalbox-bench-'))
  const { PATH = '' } = process.env
  const spawnedAt = performance.now()
  const child = spawn(process.execPath, command.args, {
    cwd: home,
    env: { PATH, HOME: home, USERPROFILE: home, SIGNALBOX_DATA_DIR: home, ...env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4096)))
  const exited = once(child, 'close').then(() => rm(home, { recursive: true, force: true }))
  // Kill the process however the benchmark ends.
  const kill = () => void child.kill('SIGKILL')
  const cleanUp = () => {
    kill()
    rmSync(home, { recursive: true, force: true })
  }
  process.once('exit', cleanUp)
  void exited.then(() => process.off('exit', cleanUp))

  let isStopping = false
  async function watchForCrash(): Promise<void> {
    await exited
    if (!isStopping) throw new Error(`${command.args.join(' ')} ended by itself:\n${stderr}`)
  }
  const crashed = watchForCrash()
  const port = await Promise.race([readPort(createInterface({ input: child.stdout })), crashed])
  if (port === undefined) throw new Error(`${command.args.join(' ')} never said that it listens:\n${stderr}`)
  return {
    pid: child.pid ?? 0,
    port,
    spawnedAt,
    crashed,
    async stop() {
      isStopping = true
      child.kill('SIGTERM')
      const impatience = setTimeout(kill, STOP_PATIENCE)
      await exited
      clearTimeout(impatience)
    },
  }
}

async function readPort(lines: AsyncIterable<string>): Promise<number | undefined> {
  for await (const line of lines) {
    const port = READY.exec(line)?.[1]
    if (port !== undefined) return Number(port)
  }
  return undefined
}
