import { homedir } from 'node:os'
import { BLOCKING_FILES } from '../base/blocking-files.ts'
import { type FileSystem, NODE_FILES } from '../base/file-system.ts'
import { ownIdentity } from '../base/process-identity.ts'
import type { CodexConnector } from '../connect/codex/create-codex-connector.ts'
import type { Connector } from '../connect/create-connector.ts'
import { isListening, isSignalbox } from '../connect/probe.ts'
import { createRecordFile } from '../connect/record.ts'
import { findCodexFiles } from '../health/credentials/find-codex-files.ts'
import type { WireConnectOptions } from './connect.ts'

export type { CodexConnector }

export interface WireCodexOptions extends Pick<
  WireConnectOptions,
  'dataDir' | 'env' | 'platform' | 'configuredUrl' | 'log'
> {
  /** True when a provider is set for clients of OpenAI's API. */
  hasProvider: () => boolean
}

/** The connector for Codex, working on this machine's files. */
export interface WiredCodex extends CodexConnector {
  /** As `restoreAtOnce` for Claude Code: within the current turn of the event loop. */
  restoreAtOnce: () => void
}

type Loaded = typeof import('../connect/codex/create-codex-connector.ts')

export function wireCodex(options: WireCodexOptions): WiredCodex {
  /** Set by the first use, which is the start of the server: before it, nothing of ours is in Codex's file. */
  let loaded: Loaded | undefined
  let connector: Promise<CodexConnector> | undefined
  async function load(): Promise<CodexConnector> {
    // On demand: the server's first response needs none of it.
    loaded = await import('../connect/codex/create-codex-connector.ts')
    return codexWith(loaded, NODE_FILES, options)
  }
  const using = async <T>(act: (codex: CodexConnector) => Promise<T>): Promise<T> =>
    act(await (connector ??= load()))
  const quietly = async (act: (codex: CodexConnector) => Promise<void>): Promise<void> => {
    try {
      await using(act)
    } catch (error) {
      options.log.warn({ err: error }, 'failed to load the connector for Codex')
    }
  }
  return {
    read: () => using((codex) => codex.read()),
    connect: () => using((codex) => codex.connect()),
    disconnect: () => using((codex) => codex.disconnect()),
    listening: (baseUrl) => quietly((codex) => codex.listening(baseUrl)),
    failed: () => quietly((codex) => codex.failed()),
    stopping: () => quietly((codex) => codex.stopping()),
    endingNow: () => quietly((codex) => codex.endingNow()),
    settled: () => quietly((codex) => codex.settled()),
    restoreAtOnce() {
      if (loaded !== undefined) void codexWith(loaded, BLOCKING_FILES, options).endingNow()
    },
  }
}

function codexWith(
  { createCodexConnector }: Loaded,
  fs: FileSystem,
  options: WireCodexOptions,
): CodexConnector {
  const { dataDir, env, platform, configuredUrl, log, hasProvider } = options
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  return createCodexConnector({
    fs,
    files: findCodexFiles(env, home, platform),
    record: createRecordFile({ fs, dataDir, name: 'connection-codex.json' }),
    self: ownIdentity(),
    now: Date.now,
    responses: isSignalbox,
    probe: isListening,
    hasProvider,
    configuredUrl,
    log,
  })
}

/** Follows the start and end of the server. */
export type ConnectorLife = Pick<Connector, 'listening' | 'failed' | 'stopping'>

export function joinLives(lives: readonly ConnectorLife[]): ConnectorLife {
  const all = async (act: (life: ConnectorLife) => Promise<void>) => void (await Promise.all(lives.map(act)))
  return {
    listening: (baseUrl) => all((life) => life.listening(baseUrl)),
    failed: () => all((life) => life.failed()),
    stopping: () => all((life) => life.stopping()),
  }
}
