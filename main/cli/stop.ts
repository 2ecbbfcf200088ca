import { setTimeout } from 'node:timers/promises'
import type { Livez } from '../../shared/livez.ts'
import { ShutdownResponse } from '../../shared/shutdown.ts'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'
import { callInstance } from './call-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { portOption } from './say-start-failure.ts'
import { toStderr, toStdout } from './print.ts'

export interface StopOptions {
  settings: Settings
  json: boolean
  howTo: HowToRun
  /** Cuts the requests in flight. */
  now: boolean
}

/** Polling interval of the stopping instance, in ms. */
const LOOK_EVERY = 100

/** Time for a stopped server to end its process, or to listen again, in ms. */
const PATIENCE = 30_000

type Outcome = 'stopped' | 'restarted' | 'resumed' | 'hangs'

/**
 * `signalbox stop` and `signalbox restart`: ends the running instance once its requests have finished, or at once, and
 * waits until it has ended or restarted.
 *
 * @returns the exit code: 0 done, 1 refused, cancelled or timed out, 3 no instance is running
 */
export async function stop(options: StopOptions): Promise<number> {
  return end('stop', options)
}

export async function restart(options: StopOptions): Promise<number> {
  return end('restart', options)
}

async function end(command: 'stop' | 'restart', options: StopOptions): Promise<number> {
  const { settings, json, howTo, now } = options
  const { port } = settings
  const asked = await askInstance(settings, {
    method: 'POST',
    path: '/api/shutdown',
    schema: ShutdownResponse,
    body: { now, restart: command === 'restart' },
  })
  if (asked.kind !== 'response') {
    const error = asked.kind === 'refused' ? asked.error : await notRunning({ port, howTo })
    if (json) toStdout(JSON.stringify({ error }))
    else toStderr(error)
    return asked.kind === 'refused' ? 1 : 3
  }
  const { body } = asked
  const progress = json ? () => undefined : showProgress(options, command)
  const outcome = await watch({ port, started: body, progress })
  if (json) toStdout(JSON.stringify({ outcome, ...body }))
  else toStdout(say(outcome, { port, pid: body.pid, howTo }))
  return outcome === (command === 'stop' ? 'stopped' : 'restarted') ? 0 : 1
}

/** Polls the stopping instance. No time limit while requests run: they may take half an hour. */
async function watch({
  port,
  started,
  progress,
}: {
  port: number
  started: ShutdownResponse
  progress: (livez: Livez) => void
}): Promise<Outcome> {
  let patience = Math.ceil(PATIENCE / LOOK_EVERY)
  let wasDraining = false
  while (patience > 0) {
    const found = await callInstance(port, { method: 'GET', path: '/livez' })
    if (found.kind === 'absent' && !isAlive(started.pid)) return 'stopped'
    if (found.kind === 'response') {
      const { livez } = found
      if (livez.instance_id !== started.instance_id) return 'restarted'
      progress(livez)
      // Resuming, in the dashboard or another terminal, cancels the stop.
      if (wasDraining && !livez.draining) return 'resumed'
      wasDraining ||= livez.draining
      if (livez.in_flight === 0) patience--
    } else patience--
    await setTimeout(LOOK_EVERY)
  }
  return 'hangs'
}

/** Prints a line when the number of requests changes. */
function showProgress(
  { howTo, settings, now }: StopOptions,
  command: 'stop' | 'restart',
): (livez: Livez) => void {
  let shown = now ? 0 : -1
  return ({ in_flight: count }) => {
    if (count === shown) return
    if (shown === -1 && count > 0) {
      const hint = howTo(`${command} --now${portOption(settings.port)}`)
      toStderr(`Waiting for running requests to finish. New ones are paused. To abort running ones: ${hint}`)
    }
    shown = count
    if (count > 0) toStderr(`${count === 1 ? '1 request' : `${count} requests`} in flight …`)
  }
}

function say(outcome: Outcome, { port, pid, howTo }: { port: number; pid: number; howTo: HowToRun }): string {
  switch (outcome) {
    case 'stopped':
      return `Signalbox on port ${port} (pid ${pid}) stopped. Start it again with: ${howTo(`serve${portOption(port)}`)}`
    case 'restarted':
      return `Signalbox restarted on port ${port}.`
    case 'resumed':
      return 'Still running: resumed before its requests finished.'
    case 'hangs':
      return `Signalbox (pid ${pid}) didn’t stop within ${PATIENCE / 1000} s. See its log.`
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
