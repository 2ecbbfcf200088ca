import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { killGroup, killTree } from './kill-tree.ts'
import type { SpawnPlan } from './plan-spawn.ts'

/** Limit per stream: a program with endless output must not fill the memory. */
const MAX_OUTPUT_BYTES = 64 * 1024

/** Maximum time after the end for late output, or for a killed process to exit. */
const GRACE_MS = 500

export type ProbeOutcome =
  /** `code` is negative if a signal ended the process, as in Python: -9. */
  | { kind: 'exited'; code: number; stdout: string; stderr: string }
  | { kind: 'timeout'; stdout: string }
  | { kind: 'not_started'; error: Error }

export interface ProbeOptions {
  /** Must exist: a missing one is reported as ENOENT of the program. */
  cwd: string
  env: Record<string, string>
  timeoutMs: number
  signal: AbortSignal
  platform: NodeJS.Platform
}

type Child = ChildProcessByStdio<null, Readable, Readable>

/**
 * Runs a short-lived program without input and waits for its end. Leaves no process behind, neither after the timeout,
 * nor when the program leaves children.
 *
 * Rejects only with the signal's reason.
 */
export async function runProbe(plan: SpawnPlan, options: ProbeOptions): Promise<ProbeOutcome> {
  options.signal.throwIfAborted()
  let child: Child
  try {
    child = start(plan, options)
  } catch (error) {
    return { kind: 'not_started', error: error instanceof Error ? error : new Error(String(error)) }
  }
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  const closed = once(child, 'close').catch(() => undefined)
  const ended = waitForEnd(child)
  const stop = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)])
  const first = await Promise.race([ended, waitForAbort(stop)])

  if (first === 'stopped') await killTree(child.pid, options.platform)
  else killGroup(child.pid, options.platform)
  await Promise.race([closed, delay(GRACE_MS, undefined, { ref: false })])
  child.stdout.destroy()
  child.stderr.destroy()

  if (first !== 'stopped') {
    return first.kind === 'exited' ? { ...first, stdout: stdout(), stderr: stderr() } : first
  }
  options.signal.throwIfAborted()
  return { kind: 'timeout', stdout: stdout() }
}

function start(plan: SpawnPlan, options: ProbeOptions): Child {
  return spawn(plan.file, plan.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    windowsVerbatimArguments: plan.verbatim,
    // A separate process group, so that one signal reaches all of it. On Windows it would open a console.
    detached: options.platform !== 'win32',
  })
}

/** Returns a function that returns the text so far. Keeps reading past the limit, because the program would block. */
function collect(stream: Readable): () => string {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MAX_OUTPUT_BYTES) chunks.push(chunk)
    bytes += chunk.length
  })
  stream.on('error', () => undefined)
  return () => Buffer.concat(chunks).subarray(0, MAX_OUTPUT_BYTES).toString('utf8')
}

type Ending = { kind: 'exited'; code: number } | { kind: 'not_started'; error: Error }

/** Listens for `exit`, not `close`: a child that holds the pipe open must not delay us. */
function waitForEnd(child: Child): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ kind: 'not_started', error }))
    child.once('exit', (code, signal) => {
      resolve({ kind: 'exited', code: code ?? -(signal === null ? 1 : constants.signals[signal]) })
    })
  })
}

async function waitForAbort(signal: AbortSignal): Promise<'stopped'> {
  if (!signal.aborted) await once(signal, 'abort')
  return 'stopped'
}
