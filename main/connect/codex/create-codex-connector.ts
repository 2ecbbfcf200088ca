import { dirname } from 'node:path'
import type { CodexConnection, CodexDisconnected } from '../../../shared/connection.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import { dropStaleLock } from '../../base/folder-lock.ts'
import { createMutex } from '../../base/mutex.ts'
import { isSame } from '../../base/process-identity.ts'
import { loopbackUrl, sameAddress, showAddress } from '../address.ts'
import { isForeign } from '../check-record.ts'
import type { Connector } from '../create-connector.ts'
import { readSettingsFile } from '../files/read-settings-file.ts'
import { sweep } from '../files/sweep.ts'
import type { ConnectRecord } from '../record.ts'
import { addressIn } from './edit-config.ts'
import { codexObstacles, inspectCodex, type InspectCodexDeps } from './inspect-codex.ts'
import { codexAddress, isCodexUntouched, switchCodexOff, switchCodexOn } from './switch-codex.ts'

export interface CodexConnectorDeps extends InspectCodexDeps {
  /** The configured address, used while not listening. */
  configuredUrl: string
  log: { info: (facts: object, message: string) => void; warn: (facts: object, message: string) => void }
}

/** Connects Codex to Signalbox, disconnects it and reports the state; it lives through starts and ends like Claude Code. */
export interface CodexConnector extends Pick<
  Connector,
  'listening' | 'failed' | 'stopping' | 'endingNow' | 'settled'
> {
  read: () => Promise<CodexConnection>
  /**
   * @throws AppError `server_not_running`, `openai_provider_missing`, `codex_ignores_address`, `other_signalbox`,
   *   `codex_settings_unreadable`, `codex_settings_not_written` (rejects)
   */
  connect: () => Promise<CodexConnection>
  /** @throws AppError `codex_settings_unreadable`, `codex_settings_not_written` (rejects) */
  disconnect: () => Promise<CodexDisconnected>
}

export function createCodexConnector(deps: CodexConnectorDeps): CodexConnector {
  /** The address we listen at; undefined while not listening. */
  let url: string | undefined
  /** Serializes changes. */
  const { runExclusive, idle } = createMutex()

  /** A command may not know the port of the last server. */
  const address = async () => url ?? (await deps.record.read()).connection?.baseUrl ?? deps.configuredUrl

  async function look(): Promise<CodexConnection> {
    await idle()
    return inspectCodex(deps, await address())
  }
  async function on(): Promise<void> {
    if (url === undefined) throw new AppError('server_not_running')
    await switchCodexOn(deps, url)
    deps.log.info({ settings: deps.files.config, baseUrl: url }, 'Codex connected')
  }
  async function connectByHand(): Promise<void> {
    if (url === undefined) throw new AppError('server_not_running')
    await refuseFutile(deps, url)
    const { connection } = await deps.record.read()
    // Codex has moved to another folder since.
    if (connection !== null && connection.path !== deps.files.config) await off('forgotten')
    await on()
  }
  async function off(how: 'forgotten' | 'paused'): Promise<string[]> {
    const left = await switchCodexOff(deps, { baseUrl: await address(), how })
    deps.log.info({ settings: deps.files.config, left }, 'Codex disconnected')
    return left
  }
  /** Best effort: failures are logged, never thrown. */
  async function quietly(act: (record: ConnectRecord) => Promise<unknown>): Promise<void> {
    try {
      await runExclusive(async () => act(await deps.record.read()))
    } catch (error) {
      deps.log.warn({ err: error }, 'failed to update Codex’s configuration')
    }
  }
  async function resume(record: ConnectRecord, baseUrl: string): Promise<void> {
    const { connection } = record
    if (connection === null) return
    await tidy(deps)
    if (isForeign(record, deps.self) && !sameAddress(connection.baseUrl, baseUrl)) return
    const isKept =
      connection.phase === 'connecting' ||
      connection.phase === 'pausing' ||
      (connection.phase !== 'leaving' &&
        isCodexUntouched(await readSettingsFile(deps.fs, connection.path), connection))
    await (isKept ? on() : off('forgotten'))
  }

  const pause = (isMine: (record: ConnectRecord) => boolean) =>
    quietly(async (record) => {
      if (record.connection !== null && record.connection.phase !== 'paused' && isMine(record))
        await off('paused')
      url = undefined
    })
  const isOwned = ({ connection }: ConnectRecord) =>
    connection !== null && isSame(connection.owner, deps.self)

  return {
    read: look,
    async connect() {
      await forCodex(runExclusive(connectByHand))
      return look()
    },
    async disconnect() {
      const left = await forCodex(runExclusive(() => off('forgotten')))
      return { connection: await look(), left }
    },
    listening(baseUrl) {
      url = baseUrl
      return quietly((record) => resume(record, baseUrl))
    },
    failed: () => pause((record) => !isForeign(record, deps.self)),
    stopping: () => pause(isOwned),
    endingNow: () => pause(isOwned),
    settled: idle,
  }
}

/** @throws AppError (rejects) if Codex would not reach us, or its requests would fail; nothing is changed then */
async function refuseFutile(deps: CodexConnectorDeps, baseUrl: string): Promise<void> {
  const file = await forCodex(readSettingsFile(deps.fs, deps.files.config))
  const current = await forCodex(Promise.resolve().then(() => addressIn(file)))
  if (!deps.hasProvider())
    throw new AppError('openai_provider_missing', { issues: [coded('fix.openai_provider')] })
  const obstacles = codexObstacles(file)
  if (obstacles.length > 0)
    throw new AppError('codex_ignores_address', { issues: [...obstacles, coded('fix.codex_provider')] })
  const other = current === undefined ? undefined : loopbackUrl(current)
  if (current === undefined || other === undefined || sameAddress(current, codexAddress(baseUrl))) return
  if (!(await deps.responses(other))) return
  // Only the other one can restore what was there before both.
  const issues = [coded('codex.other_signalbox', { address: showAddress(other.origin) })]
  throw new AppError('other_signalbox', { issues })
}

/** Removes files that a killed Signalbox left behind. */
async function tidy({ fs, files }: CodexConnectorDeps): Promise<void> {
  const { target } = await readSettingsFile(fs, files.config)
  await dropStaleLock(fs, dirname(target))
  await sweep(fs, dirname(target))
}

const CODES = {
  claude_settings_unreadable: 'codex_settings_unreadable',
  claude_settings_not_written: 'codex_settings_not_written',
} as const

/** Files are changed by the same code as Claude Code's; its errors get the name of the right program. */
async function forCodex<T>(act: Promise<T>): Promise<T> {
  try {
    return await act
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, issues } = error
    if (code !== 'claude_settings_unreadable' && code !== 'claude_settings_not_written') throw error
    throw new AppError(CODES[code], { issues, cause: error })
  }
}
