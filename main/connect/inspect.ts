import type { Connection, Preview, Problem } from '../../shared/connection.ts'
import { coded, inEnglish } from '../../shared/language/say.ts'
import { AppError } from '../../shared/errors.ts'
import { sameAddress, showAddress } from './address.ts'
import { chooseState } from './choose-state.ts'
import { describeSessions } from './describe-sessions.ts'
import { type Collected, collectGlobal, collectRest, type Search } from './doctor/collect-definitions.ts'
import type { FoundDefinition } from './doctor/found-definition.ts'
import { checkAddress } from './doctor/check-address.ts'
import { checkCredentials } from './doctor/check-credentials.ts'
import { checkProxy } from './doctor/check-proxy.ts'
import type { CheckInput } from './doctor/check-input.ts'
import { type ProbeAddress, probeAddresses } from './doctor/probe-addresses.ts'
import { effective } from './doctor/precedence.ts'
import type { ParsedSettings } from './edit/parse-settings.ts'
import { parseOrRefuse } from './edit/settings-error.ts'
import { variableIn } from './edit/settings-file.ts'
import { findStatusLine } from './edit/status-line.ts'
import { writeVariables } from './edit/write-variables.ts'
import { describeFidelity } from './fidelity.ts'
import { type FoundFile, readSettingsFile } from './files/read-settings-file.ts'
import type { GatewayDeps } from './gateway/chain-gateway.ts'
import { findGateway } from './gateway/find-gateway.ts'
import { findSessions, type RunningSession } from './find-sessions.ts'
import { checkRecord, ownerOf } from './check-record.ts'
import { checkSettings, settingsUnreadable } from './check-settings.ts'
import { previewChange } from './preview.ts'
import type { ConnectRecord, RecordedConnection } from './record.ts'
import { planDisconnect } from './switch/switch-off.ts'
import { planConnect } from './switch/switch-on.ts'
import { BASE_URL } from './variables.ts'

export interface InspectDeps extends GatewayDeps {
  probe: ProbeAddress
  /** Claude Code's version, if known. */
  claudeVersion: () => string | undefined
}

export interface Question {
  /** Address of this Signalbox, or its configured address while it is not running. */
  baseUrl: string
  isRunning: boolean
  /** Address of the Signalbox being asked about: this one, or the one given to a CLI command. */
  asked: string
  /** True to check all places, not only those that affect every session. */
  everywhere: boolean
  /** For the preview; defaults to the user's last choice. */
  toolSearch?: boolean | undefined
  /** As `toolSearch`. */
  statusLine?: boolean | undefined
}

export interface Inspection {
  connection: Connection
  definitions: FoundDefinition[]
  searched: string[]
}

/** Inspects Claude Code's settings, its sessions and our record of them. Read-only. */
export async function inspect(deps: InspectDeps, question: Question): Promise<Inspection> {
  const [record, running, read] = await Promise.all([
    deps.record.read(),
    findSessions(deps.fs, deps.files),
    readFile(deps),
  ])
  const found = await collect(deps, { running, everywhere: question.everywhere })
  const silent = await probeAddresses(
    // Our own state is known, and probing ourselves would add to the request counts.
    found.definitions.filter(({ value }) => !(question.isRunning && sameAddress(value, question.baseUrl))),
    deps.probe,
  )
  const peers = await deps.peers.list()
  const facts = { ...question, ...found, ...read, record, running, silent, peers }
  return {
    connection: toConnection(deps, facts),
    definitions: found.definitions,
    searched: found.searched,
  }
}

type File =
  | { file: FoundFile & { settings: ParsedSettings }; unreadable: undefined }
  | { file: undefined; unreadable: Problem }

async function readFile({ fs, files }: InspectDeps): Promise<File> {
  try {
    const file = await readSettingsFile(fs, files.settings)
    // Reports the reason why the file cannot be edited, with its line.
    writeVariables(file, { wanted: [{ name: BASE_URL, value: '' }] })
    return {
      file: { ...file, settings: parseOrRefuse(file.content ?? '', file.path) },
      unreadable: undefined,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { file: undefined, unreadable: settingsUnreadable(files.settings, error) }
  }
}

async function collect(
  deps: InspectDeps,
  { running, everywhere }: { running: readonly RunningSession[]; everywhere: boolean },
): Promise<Collected> {
  const folders = running.flatMap(({ cwd }) => (cwd === undefined ? [] : [cwd]))
  const search: Search = { ...deps, folders }
  const found = await collectGlobal(search)
  if (!everywhere) return found
  const rest = await collectRest(search)
  return {
    ...found,
    definitions: [...found.definitions, ...rest.definitions],
    searched: [...found.searched, ...rest.searched],
  }
}

type Facts = Question &
  File &
  Collected & {
    record: ConnectRecord
    peers: readonly RecordedConnection[]
    running: readonly RunningSession[]
    silent: ReadonlySet<string>
  }

function toConnection(deps: InspectDeps, facts: Facts): Connection {
  const { record, file, baseUrl, definitions } = facts
  const path = deps.files.settings
  const current = file === undefined ? undefined : variableIn(file.settings, BASE_URL)
  const isWritten = current !== undefined && sameAddress(current, baseUrl)
  const sessions = describeSessions(facts.running, {
    configured: effective(definitions, BASE_URL)?.value ?? current,
    baseUrl,
    record,
  })
  const problems = findProblems(deps, { ...facts, current, isWritten, sessions })
  const state = chooseState({
    isReadable: file !== undefined,
    address: effective(definitions, BASE_URL)?.value,
    isWritten,
    baseUrl,
    silent: facts.silent,
    problems,
  })
  return {
    state,
    sentence: inEnglish(coded(`connection.${state}`)),
    baseUrl,
    settingsPath: path,
    ...(file !== undefined && file.target !== path && { settingsTarget: file.target }),
    currentUrl: current === undefined || current === '' ? null : showAddress(current),
    ...describeOwnership(record, isWritten),
    ...describeGateway(deps, facts),
    statusLineFound:
      file === undefined
        ? 'other'
        : findStatusLine(file.settings, {
            edit: record.connection?.edits.statusLine,
            platform: deps.platform,
          }),
    preview:
      file === undefined
        ? null
        : previewOf(file, { record, isWritten, platform: deps.platform, asked: facts }),
    sessions,
    fidelity: describeFidelity({ definitions, version: newestVersion(deps, facts.running) }),
    problems,
  }
}

/** Without credentials that the address may contain. */
function describeGateway(
  deps: InspectDeps,
  facts: Facts,
): Pick<Connection, 'gateway' | 'gatewayKept' | 'gatewayChoice'> {
  const address = findGateway(facts)
  const kept = deps.gateway.read()
  return {
    gateway: address === undefined ? null : showAddress(address),
    gatewayKept: kept !== '' && kept === address,
    gatewayChoice: facts.record.gateway ?? 'keep',
  }
}

/** Our own record of the connection, as far as it still describes the file. */
function describeOwnership(
  record: ConnectRecord,
  isWritten: boolean,
): Pick<
  Connection,
  | 'ours'
  | 'since'
  | 'connectedBy'
  | 'connectedSettings'
  | 'releasing'
  | 'toolSearch'
  | 'statusLine'
  | 'restoreOnQuit'
> {
  const { connection, toolSearch, statusLine = false, restoreOnQuit } = record
  const ours = connection !== null && connection.phase === 'connected' && isWritten
  const connectedBy = ownerOf(record)
  return {
    ours,
    ...(ours && { since: connection.since }),
    ...(connectedBy !== undefined && { connectedBy }),
    ...(connection !== null && connection.phase !== 'paused' && { connectedSettings: connection.path }),
    releasing: connection?.phase === 'leaving' || connection?.phase === 'pausing',
    toolSearch,
    statusLine,
    restoreOnQuit,
  }
}

function findProblems(
  deps: InspectDeps,
  facts: Facts & { current: string | undefined; isWritten: boolean; sessions: Connection['sessions'] },
): Problem[] {
  const { file, unreadable, isWritten } = facts
  const input: CheckInput = facts
  const problems = [
    ...(file === undefined
      ? [unreadable]
      : checkSettings(deps.files.settings, { settings: file.settings, isWritten })),
    ...checkAddress(input),
    ...checkProxy(input),
    ...checkCredentials(input),
    ...checkRecord({ ...facts, self: deps.self, settings: deps.files.settings }),
  ].filter((problem) => problem !== undefined)
  const order = ['error', 'warning', 'note']
  return problems.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
}

/** Preview of connecting or disconnecting, whichever would change the current state. */
function previewOf(
  file: FoundFile,
  {
    record,
    isWritten,
    platform,
    asked: { baseUrl, toolSearch, statusLine },
  }: {
    record: ConnectRecord
    isWritten: boolean
    platform: NodeJS.Platform
    asked: Pick<Question, 'baseUrl' | 'toolSearch' | 'statusLine'>
  },
): Preview | null {
  const { path, content: before } = file
  // A question about an option asks for the connect preview, whether connected or not.
  const isAsked = toolSearch !== undefined || statusLine !== undefined
  const action = isWritten && !isAsked ? 'disconnect' : 'connect'
  const wish = {
    baseUrl,
    platform,
    toolSearch: toolSearch ?? record.toolSearch,
    statusLine: statusLine ?? record.statusLine ?? false,
  }
  try {
    if (action === 'connect') return previewConnect(file, record, wish)
    const after = planDisconnect(file, record.connection, baseUrl)?.content ?? null
    return previewChange({ action, path, before, after }) ?? null
  } catch (error) {
    // `env` may not be an object; this is reported as a problem.
    if (!(error instanceof AppError)) throw error
    return null
  }
}

/** If Claude Code ignores the file, the preview includes the repair. */
function previewConnect(
  file: FoundFile,
  { connection }: ConnectRecord,
  wish: { baseUrl: string; toolSearch: boolean; statusLine: boolean; platform: NodeJS.Platform },
): Preview | null {
  const { path, content: before } = file
  const planned = (repair: boolean) => {
    const { content: after } = planConnect(file, connection, { ...wish, repair })
    return previewChange({ action: 'connect', path, before, after, repairs: repair }) ?? null
  }
  try {
    return planned(false)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'claude_settings_ignored') throw error
    return planned(true)
  }
}

function newestVersion(
  { claudeVersion }: InspectDeps,
  sessions: readonly RunningSession[],
): string | undefined {
  return (
    claudeVersion() ?? sessions.map(({ version }) => version).findLast((version) => version !== undefined)
  )
}
