import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { DrainSource } from '../../shared/livez.ts'
import { TOOL_FOLDER } from '../base/tool-folder.ts'
import { type Connector, createConnector } from '../connect/create-connector.ts'
import { NODE_FILES } from '../base/file-system.ts'
import { ownIdentity } from '../base/process-identity.ts'
import { findSettings } from '../connect/find-settings.ts'
import { createPeers } from '../connect/peers.ts'
import { createRecordFile } from '../connect/record.ts'
import { defaultDataDir } from '../settings/data-dir.ts'
import { type ConnectionWatch, watchConnection } from '../connect/watch-connection.ts'
import { watchCredentials } from '../health/credentials/watch-credentials.ts'

export type { Connector }

/** Three times what Claude Code 2.1.329 was seen to need (more than 0.7 s, less than 1 s). In ms. */
const RELEASE = 2_500

/** How long a program of the system may take to answer the doctor, in ms. */
const TOOL_LIMIT = 2_000

/** Something that listens on this machine answers in one. In ms. */
const PROBE_LIMIT = 1_000

export interface WireConnectOptions {
  dataDir: string
  /** Whose Claude Code is meant, and what the doctor takes for the environment. */
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  /** Where this Signalbox would be while it does not listen: `http://127.0.0.1:3456`. */
  configuredUrl: string
  log: { info: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
  /** Claude Code's version, where somebody knows it. */
  claudeVersion?: () => string | undefined
}

/** The switch for Claude Code, on this machine's files. */
export function wireConnect(options: WireConnectOptions): Connector {
  const { dataDir, env, platform, configuredUrl, log, claudeVersion = () => undefined } = options
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  return createConnector({
    fs: NODE_FILES,
    files: findSettings(env, home, platform),
    record: createRecordFile({ fs: NODE_FILES, dataDir }),
    self: ownIdentity(),
    peers: createPeers({ fs: NODE_FILES, home: defaultDataDir(env, platform), dataDir }),
    responses,
    dataDir,
    now: Date.now,
    home: { env, home, platform },
    run: runTool,
    probe: isListening,
    claudeVersion,
    configuredUrl,
    waitForSessions: (signal) => setTimeout(RELEASE, undefined, { signal }),
    log,
  })
}

/** The switch, and what is known of it without asking. */
export function wireConnection(options: WireConnectOptions): ConnectionWatch {
  const { env, platform } = options
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  const { settings } = findSettings(env, home, platform)
  return watchConnection({
    connector: wireConnect(options),
    watchFiles: (onChange) => watchCredentials({ paths: [settings], onChange }),
    now: () => performance.now(),
  })
}

export interface FollowDrainDeps {
  connector: Pick<Connector, 'listening' | 'stopping'>
  drain: { state: () => { source: DrainSource } | undefined; onChange: (listener: () => void) => () => void }
  /** Where we listen; undefined while we do not. */
  baseUrl: () => string | undefined
}

/**
 * Takes Claude Code's settings back as soon as a drain begins that ends the program, because a session that starts
 * meanwhile would begin with an address that is about to die; brings them back when the drain is taken back.
 * Returns what resolves when nothing of this is under way.
 */
export function followDrain({ connector, drain, baseUrl }: FollowDrainDeps): () => Promise<void> {
  // Whether the settings were taken back for a drain.
  let isGone = false
  // One after the other: a change of mind must not overtake what it takes back.
  let turn = Promise.resolve()

  async function settle(): Promise<void> {
    const source = drain.state()?.source
    const isLeaving = source === 'quit' || source === 'signal'
    if (isLeaving === isGone) return
    isGone = isLeaving
    if (isLeaving) return connector.stopping()
    const address = baseUrl()
    if (address !== undefined) await connector.listening(address)
  }
  drain.onChange(() => {
    turn = turn.then(settle)
  })
  return () => turn
}

async function runTool(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      cwd: TOOL_FOLDER,
      timeout: TOOL_LIMIT,
      windowsHide: true,
    })
    return stdout
  } catch {
    // No such program, or the variable is not set: either way there is nothing to tell.
    return undefined
  }
}

/** Any program may listen there; only a Signalbox answers so. */
async function responses(address: URL): Promise<boolean> {
  try {
    const response = await fetch(new URL('/livez', address), { signal: AbortSignal.timeout(PROBE_LIMIT) })
    return response.ok && (await response.text()).includes('"in_flight"')
  } catch {
    return false
  }
}

async function isListening({ hostname, port, protocol }: URL): Promise<boolean> {
  const socket = connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PROBE_LIMIT) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
