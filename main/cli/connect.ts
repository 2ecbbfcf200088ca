import { openGateway } from '../settings/open-gateway.ts'
import { createInterface } from 'node:readline/promises'
import { Connection, type ConnectRequest, DisconnectResponse } from '../../shared/connection.ts'
import { AppError } from '../../shared/errors.ts'
import type { Settings } from '../settings/settings.ts'
import { type Connector, wireConnect } from '../compose/connect.ts'
import { type Asked, askInstance } from './ask-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { findWarnings } from './find-warnings.ts'
import { isSameFile, sayOtherFolder } from './other-folder.ts'
import { notRunning } from './not-running.ts'
import { printConnection, printPreview, printWarnings } from './print-connection.ts'
import { toStderr, toStdout } from './print.ts'
import { sayDisconnected } from './say-disconnected.ts'

export interface ConnectOptions {
  settings: Settings
  env: NodeJS.ProcessEnv
  json: boolean
  howTo: HowToRun
  /** Skips the confirmation. */
  yes: boolean
  /** With `yes`: also removes comments and trailing commas, which Claude Code doesn't accept. */
  repair: boolean
  /** Shows the change without making it. */
  preview: boolean
  toolSearch: boolean | undefined
  statusLine: boolean | undefined
  /** `keep` or `replace`. */
  gateway: ConnectRequest['gateway']
  restoreOnQuit: boolean | undefined
}

/** Exit code when no instance runs, as for `systemctl status`. */
const NOT_RUNNING = 3

/**
 * `signalbox connect`: shows the change, asks for confirmation, and has the running instance make it.
 *
 * @returns the exit code: 0 connected (or shown), 1 not connected, 3 no instance is running
 */
export async function connect(options: ConnectOptions): Promise<number> {
  const { settings, json, preview, restoreOnQuit } = options
  const where = { port: settings.port, json, howTo: options.howTo }
  const found = await askInstance(settings, {
    method: 'GET',
    path: `/api/connection${toQuery(options)}`,
    schema: Connection,
  })
  if (found.kind !== 'response') return complain(found, where)
  const other = await otherFolder(options, found.body)
  if (other !== undefined) return complain({ kind: 'refused', error: other }, where)
  if (found.body.preview?.action !== 'connect' && restoreOnQuit === undefined)
    return showResult(found.body, options)
  if (preview) {
    show(found.body, { json, howTo: options.howTo, withPreview: true })
    return 0
  }
  const repairs = found.body.preview?.repairs === true
  if (!isAllowed(options, repairs) && !(await agrees(found.body, options))) {
    show(found.body, { json, howTo: options.howTo, withPreview: true })
    if (!json)
      toStderr(`Nothing was changed. Add ${repairs ? '--yes --repair' : '--yes'} to apply the change.`)
    return 1
  }
  const done = await askInstance(settings, {
    method: 'POST',
    path: '/api/connection/connect',
    schema: Connection,
    body: toBody(options, repairs),
  })
  if (done.kind !== 'response') return complain(done, where)
  return showResult(done.body, options)
}

/** Returns the exit code. Failing requests or a failing log are only a warning: the connection itself is made. */
async function showResult(
  connection: Connection,
  { settings, json, howTo }: Pick<ConnectOptions, 'settings' | 'json' | 'howTo'>,
): Promise<number> {
  show(connection, { json, howTo, withPreview: false })
  if (!json) printWarnings(await findWarnings(settings))
  return connection.state === 'connected' ? 0 : 1
}

/** True if the options allow the change without a question. */
function isAllowed({ yes, repair }: ConnectOptions, repairs: boolean): boolean {
  return yes && (repair || !repairs)
}

/** The options of the preview. */
function toQuery({ toolSearch, statusLine }: ConnectOptions): string {
  const query = new URLSearchParams()
  if (toolSearch !== undefined) query.set('toolSearch', String(toolSearch))
  if (statusLine !== undefined) query.set('statusLine', String(statusLine))
  return query.size === 0 ? '' : `?${query.toString()}`
}

function toBody(
  { toolSearch, statusLine, restoreOnQuit, gateway }: ConnectOptions,
  repairs: boolean,
): ConnectRequest {
  return {
    ...(toolSearch !== undefined && { toolSearch }),
    ...(statusLine !== undefined && { statusLine }),
    ...(restoreOnQuit !== undefined && { restoreOnQuit }),
    ...(gateway !== undefined && { gateway }),
    ...(repairs && { repair: true }),
  }
}

/**
 * `signalbox disconnect`: reverts the change, with or without a running instance.
 *
 * @returns the exit code: 0 done (or shown), 1 the settings could not be changed
 */
export async function disconnect(options: ConnectOptions): Promise<number> {
  const { settings, json, preview, howTo } = options
  const where = { port: settings.port, json, howTo }
  const local = wireLocally(options)
  const found = await askInstance(settings, { method: 'GET', path: '/api/connection', schema: Connection })
  if (found.kind === 'refused') return complain(found, where)
  const other = await otherFolder(options, found.kind === 'response' ? found.body : undefined)
  if (other !== undefined) return complain({ kind: 'refused', error: other }, where)
  const before = found.kind === 'response' ? found.body : await local.read()
  if (preview) {
    const change = before.preview?.action === 'disconnect' ? before.preview : null
    show({ ...before, preview: change }, { json, howTo, withPreview: true })
    return 0
  }
  const asked = await askInstance(settings, {
    method: 'POST',
    path: '/api/connection/disconnect',
    schema: DisconnectResponse,
  })
  const done = asked.kind === 'absent' ? await locally(local) : asked
  if (done.kind !== 'response') return complain(done, where)
  if (json) toStdout(JSON.stringify(done.body))
  else printDisconnected(before, done.body, howTo)
  return 0
}

function printDisconnected(
  before: Connection,
  { connection, left, keptCopy }: DisconnectResponse,
  howTo: HowToRun,
): void {
  for (const name of left) toStderr(`${name} was changed after Signalbox wrote it. It stays as it is.`)
  if (keptCopy !== undefined)
    toStderr(
      `The file was changed after its comments were removed. A copy with the comments is in ${keptCopy}`,
    )
  printConnection({ ...connection, ...sayDisconnected(before, connection) }, howTo)
}

/** A warning if the settings to be changed are not those of this terminal's Claude Code. */
async function otherFolder(
  { settings, env }: Pick<ConnectOptions, 'settings' | 'env'>,
  asked: Connection | undefined,
): Promise<string | undefined> {
  const own = await wireLocally({ settings, env }).read()
  const changed = asked?.settingsPath ?? own.connectedSettings
  if (changed === undefined || (await isSameFile(changed, own.settingsPath))) return undefined
  return `${sayOtherFolder({ changed, own, env })}\nNothing was changed.`
}

/** The switch without a running instance, on the same files. */
export function wireLocally({
  settings,
  env,
  claudeVersion,
}: Pick<ConnectOptions, 'settings' | 'env'> & { claudeVersion?: string | undefined }): Connector {
  const quiet = () => undefined
  return wireConnect({
    dataDir: settings.dataDir,
    env,
    platform: process.platform,
    configuredUrl: `http://${settings.host}:${settings.port}`,
    log: { info: quiet, warn: (_facts, message) => toStderr(message) },
    claudeVersion: () => claudeVersion,
    gateway: openGateway(settings.configPath),
  })
}

async function locally(connector: Connector): Promise<Asked<DisconnectResponse>> {
  return asAsked(async () => {
    const taken = await connector.disconnect()
    // Waits until running sessions have been notified; exiting earlier would leave them on the old settings.
    await connector.settled()
    return { ...taken, connection: await connector.read() }
  })
}

/** Wraps a change made without an instance like an instance's response. */
export async function asAsked<T>(act: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { kind: 'response', body: await act() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'refused', error: [error.message, error.details].filter(Boolean).join(' ') }
  }
}

async function agrees(connection: Connection, { json, howTo }: ConnectOptions): Promise<boolean> {
  if (json || !process.stdin.isTTY) return false
  printPreview(connection, howTo)
  const what = connection.preview?.repairs === true ? 'Remove the comments and connect' : 'Connect'
  return confirm(`${what} Claude Code?`)
}

/** Asks in the terminal. Anything but yes is a no. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const response = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(response.trim())
}

function show(
  connection: Connection,
  { json, howTo, withPreview }: { json: boolean; howTo: HowToRun; withPreview: boolean },
): void {
  if (json) toStdout(JSON.stringify(connection))
  else if (withPreview) printPreview(connection, howTo)
  else printConnection(connection, howTo)
}

/** Prints why a command did nothing. Returns the exit code. */
export async function complain(
  asked: { kind: 'refused'; error: string } | { kind: 'absent' },
  { port, json, howTo }: { port: number; json: boolean; howTo: HowToRun },
): Promise<number> {
  const error = asked.kind === 'refused' ? asked.error : await notRunning({ port, howTo })
  if (json) toStdout(JSON.stringify({ error }))
  else toStderr(error)
  return asked.kind === 'absent' ? NOT_RUNNING : 1
}
