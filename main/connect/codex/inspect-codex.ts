import type { CodexConnection, ConnectionState, Preview, Problem } from '../../../shared/connection.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Coded, coded, inEnglish } from '../../../shared/language/say.ts'
import { toFix, toProblem } from '../../../shared/to-problem.ts'
import { loopbackUrl, sameAddress, showAddress } from '../address.ts'
import { settingsUnreadable } from '../check-settings.ts'
import { readSettingsFile } from '../files/read-settings-file.ts'
import type { RecordedConnection } from '../record.ts'
import { ADDRESS, addressIn, type ConfigFile, lineOfAddress, parseConfig } from './edit-config.ts'
import {
  codexAddress,
  type CodexSwitchDeps,
  isCodexUntouched,
  planCodexOff,
  planCodexOn,
} from './switch-codex.ts'

export interface InspectCodexDeps extends CodexSwitchDeps {
  /** True when a Signalbox responds at this loopback address. Never rejects. */
  responses: (address: URL) => Promise<boolean>
  /** True when anything listens at this loopback address. Never rejects. */
  probe: (address: URL) => Promise<boolean>
  /** True when a provider is set for clients of OpenAI's API. */
  hasProvider: () => boolean
}

/** The provider whose address `openai_base_url` replaces, and Codex's default. */
const OWN_PROVIDER = 'openai'

/**
 * The state of Codex's connection, and what disturbs it. Never rejects for an unreadable file.
 *
 * @param options.baseUrl address of this Signalbox, without `/v1`
 */
export async function inspectCodex(deps: InspectCodexDeps, baseUrl: string): Promise<CodexConnection> {
  const { connection } = await deps.record.read()
  const path = deps.files.config
  const about = { baseUrl: codexAddress(baseUrl), settingsPath: path }
  try {
    const file = await readSettingsFile(deps.fs, path)
    const current = addressIn(file)
    const isWritten = current !== undefined && sameAddress(current, codexAddress(baseUrl))
    const problems = [
      ...otherProvider(file, isWritten),
      ...noProvider(deps, isWritten),
      ...(await deadAddress(deps, { current, isWritten })),
      ...changed(file, connection),
    ]
    const state = stateOf({ current, isWritten, problems })
    const isOurs = connection?.path === path && connection.phase === 'connected' && isWritten
    return {
      state,
      sentence: inEnglish(coded(`codex.${state}`)),
      ...about,
      currentUrl: current === undefined ? null : showAddress(current),
      ours: isOurs,
      ...(isOurs && { since: connection.since }),
      preview: previewOf(file, { connection, baseUrl, isWritten }),
      problems,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const sentence = inEnglish(coded('codex.unreadable'))
    const problems = [settingsUnreadable(path, error)]
    return { state: 'unreadable', sentence, ...about, currentUrl: null, ours: false, preview: null, problems }
  }
}

/** Why Codex would ignore our address; empty if it would not. */
export function codexObstacles(file: ConfigFile): Coded[] {
  const provider = providerOf(file)
  return provider === OWN_PROVIDER ? [] : [coded('codex.other_provider', { provider, key: ADDRESS })]
}

/** A profile's provider comes before the file's own (developers.openai.com/codex/config-advanced). */
function providerOf(file: ConfigFile): string {
  const { model_provider: own, profile, profiles } = parseConfig(file)
  const chosen = typeof profile === 'string' ? memberOf(profiles, profile) : undefined
  const provider = memberOf(chosen, 'model_provider') ?? own
  return typeof provider === 'string' ? provider : OWN_PROVIDER
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function otherProvider(file: ConfigFile, isWritten: boolean): Problem[] {
  const fix = toFix('manual', coded('fix.codex_provider'), { path: file.path })
  const severity = isWritten ? 'error' : 'warning'
  return codexObstacles(file).map((says) => toProblem({ code: 'outranked', severity, says, fix }))
}

function noProvider({ hasProvider }: InspectCodexDeps, isWritten: boolean): Problem[] {
  if (!isWritten || hasProvider()) return []
  const fix = toFix('manual', coded('fix.openai_provider'))
  const says = coded('codex.no_provider')
  return [toProblem({ code: 'no_openai_provider', severity: 'error', says, fix })]
}

async function deadAddress(
  { probe }: InspectCodexDeps,
  { current, isWritten }: { current: string | undefined; isWritten: boolean },
): Promise<Problem[]> {
  const url = current === undefined ? undefined : loopbackUrl(current)
  if (current === undefined || url === undefined || (await probe(url))) return []
  const says = coded('codex.dead_address', { address: showAddress(current) })
  const fix = toFix('disconnect', coded('fix.start_or_disconnect'))
  return [toProblem({ code: 'dead_address', severity: 'error', says, ...(isWritten && { fix }) })]
}

function changed(file: ConfigFile, connection: RecordedConnection | null): Problem[] {
  if (connection?.path !== file.path || connection.phase !== 'connected') return []
  if (isCodexUntouched(file, connection)) return []
  const says = coded('codex.changed', { key: ADDRESS, path: file.path })
  return [toProblem({ code: 'changed_by_user', severity: 'note', says })]
}

function stateOf(facts: {
  current: string | undefined
  isWritten: boolean
  problems: readonly Problem[]
}): ConnectionState {
  const { current, isWritten, problems } = facts
  if (problems.some(({ code }) => code === 'dead_address')) return 'dead'
  if (isWritten && problems.some(({ code }) => code === 'outranked')) return 'conflict'
  if (isWritten) return 'connected'
  return current === undefined ? 'direct' : 'elsewhere'
}

function previewOf(
  file: ConfigFile,
  options: { connection: RecordedConnection | null; baseUrl: string; isWritten: boolean },
): Preview | null {
  const { connection, baseUrl, isWritten } = options
  const after = isWritten
    ? planCodexOff(file, connection, baseUrl)?.content
    : planCodexOn(file, connection, baseUrl).content
  if (after === undefined || after === file.content) return null
  const next = { path: file.path, content: after }
  return {
    action: isWritten ? 'disconnect' : 'connect',
    path: file.path,
    file: file.content === null ? 'created' : after === null ? 'removed' : 'changed',
    lines: [...lineIn(file, 'removed'), ...lineIn(next, 'added')],
  }
}

/** Only the line of the address: others may hold secrets. */
function lineIn(file: ConfigFile, kind: 'removed' | 'added'): Preview['lines'] {
  const [number, address] = [lineOfAddress(file), addressIn(file)]
  if (number === undefined || address === undefined) return []
  return [{ kind, number, text: `${ADDRESS} = ${JSON.stringify(showAddress(address))}` }]
}
