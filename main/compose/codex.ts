import { homedir } from 'node:os'
import { BLOCKING_FILES } from '../base/blocking-files.ts'
import { type FileSystem, NODE_FILES } from '../base/file-system.ts'
import { ownIdentity } from '../base/process-identity.ts'
import { type CodexConnector, createCodexConnector } from '../connect/codex/create-codex-connector.ts'
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
export function wireCodex(options: WireCodexOptions): CodexConnector {
  return codexWith(NODE_FILES, options)
}

/** As `restoreAtOnce` for Claude Code: within the current turn of the event loop. */
export function restoreCodexAtOnce(options: WireCodexOptions): void {
  void codexWith(BLOCKING_FILES, options).endingNow()
}

function codexWith(fs: FileSystem, options: WireCodexOptions): CodexConnector {
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
