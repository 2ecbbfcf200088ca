import { homedir, userInfo } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { isListening, isSignalbox } from '../connect/probe.ts'
import { type Policies, readPolicies } from '../connect/doctor/read-policies.ts'
import { runTool } from '../connect/doctor/run-tool.ts'
import { type Connector, createConnector } from '../connect/create-connector.ts'
import { BLOCKING_FILES } from '../base/blocking-files.ts'
import { type FileSystem, NODE_FILES } from '../base/file-system.ts'
import { createMemory } from '../base/remember.ts'
import { ownIdentity } from '../base/process-identity.ts'
import type { GatewayStore } from '../connect/gateway/chain-gateway.ts'
import { findSettings } from '../connect/find-settings.ts'
import { createPeers } from '../connect/peers.ts'
import { createRecordFile } from '../connect/record.ts'
import { defaultDataDir } from '../settings/data-dir.ts'
import { type ConnectionWatch, watchConnection } from '../connect/watch-connection.ts'
import { watchCredentials } from '../health/credentials/watch-credentials.ts'

export type { Connector }

/** Three times the delay that Claude Code 2.1.329 was measured to need (more than 0.7 s, less than 1 s). In ms. */
const RELEASE = 2_500
/** Reading policies starts tools, and they change with an administrator's visit. In ms. */
const POLICIES_MS = 60_000

export interface WireConnectOptions {
  dataDir: string
  /** The environment that locates Claude Code's files, and that the doctor checks. */
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  /** The address of this Signalbox while it is not listening: `http://127.0.0.1:3456`. */
  configuredUrl: string
  log: { info: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
  /** Claude Code's version, if known. */
  claudeVersion?: () => string | undefined
  gateway: GatewayStore
}

/** The connector for Claude Code, working on this machine's files. */
export function wireConnect(options: WireConnectOptions): Connector {
  return connectorWith(NODE_FILES, options, isSignalbox)
}

/**
 * Restores Claude Code's settings in the current turn of the event loop, for a system that ends the process as soon as
 * it returns to it. Other instances cannot be asked whether they respond; they count as alive.
 */
export function restoreAtOnce(options: WireConnectOptions): void {
  void connectorWith(BLOCKING_FILES, options, () => Promise.resolve(true)).endingNow()
}

function connectorWith(
  fs: FileSystem,
  options: WireConnectOptions,
  responses: (address: URL) => Promise<boolean>,
): Connector {
  const { dataDir, env, platform, configuredUrl, log, claudeVersion = () => undefined } = options
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  const isFile = (path: string) =>
    fs.stat(path).then(
      (stat) => stat.isFile(),
      () => false,
    )
  const remember = createMemory<Policies>(POLICIES_MS, Date.now)
  return createConnector({
    fs,
    platform,
    gateway: options.gateway,
    files: findSettings(env, home, platform),
    record: createRecordFile({ fs, dataDir }),
    self: ownIdentity(),
    peers: createPeers({ fs, home: defaultDataDir(env, platform), dataDir }),
    responses,
    dataDir,
    now: Date.now,
    home: { env, home, platform },
    run: runTool,
    policies: () =>
      remember('', () => readPolicies({ isFile, platform, userName: userInfo().username, run: runTool })),
    probe: isListening,
    claudeVersion,
    configuredUrl,
    waitForSessions: (signal) => setTimeout(RELEASE, undefined, { signal }),
    log,
  })
}

/** The connector, and its state as known without reading the files again. */
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
