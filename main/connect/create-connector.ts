import type { Connection, ConnectRequest, DisconnectResponse, DoctorReport } from '../../shared/connection.ts'
import { sameAddress } from './address.ts'
import { showDefinition } from './doctor/precedence.ts'
import { isOurs } from './edit/edits.ts'
import { variableIn } from './edit/settings-file.ts'
import { isSame } from '../base/process-identity.ts'
import { readSettingsFile } from './files/read-settings-file.ts'
import { inspect, type InspectDeps, type Inspection, type Question } from './inspect.ts'
import { isForeign } from './check-record.ts'
import { settingsOf } from './check-settings.ts'
import type { ConnectRecord, RecordedConnection } from './record.ts'
import { refuseFutile } from './refuse-futile.ts'
import { chainGateway, type GatewayStore } from './gateway/chain-gateway.ts'
import { createConnectSwitch, type Off } from './switch/create-connect-switch.ts'
import type { ConnectSwitchDeps } from './switch/deps.ts'
import { BASE_URL } from './variables.ts'

export interface ConnectorDeps extends InspectDeps, ConnectSwitchDeps {
  gateway: GatewayStore
}

/** Connects Claude Code to Signalbox, disconnects it and reports the state. */
export interface Connector {
  /** Both options apply to the preview; they default to the user's last choice. */
  read: (question?: {
    toolSearch?: boolean | undefined
    statusLine?: boolean | undefined
  }) => Promise<Connection>
  /** @throws AppError `server_not_running`, `claude_settings_unreadable`, `claude_settings_not_written` (rejects) */
  connect: (request: ConnectRequest) => Promise<Connection>
  /**
   * Returns immediately. While running sessions are being notified, `releasing` is true and `settled` is pending.
   *
   * @throws AppError `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
   */
  disconnect: () => Promise<DisconnectResponse>
  doctor: () => Promise<DoctorReport>
  /**
   * The server is listening: restores a connection that a quit or crash interrupted, at the current port. Never
   * rejects.
   */
  listening: (baseUrl: string) => Promise<void>
  /**
   * The server failed to start: pauses the connection so Claude Code is not left with a dead address. Never rejects.
   */
  failed: () => Promise<void>
  /** The server is about to stop: restores the settings until the next start. Never rejects. */
  stopping: () => Promise<void>
  /**
   * The system is about to end this process and all sessions: like `stopping`, without waiting for sessions. With
   * `BLOCKING_FILES` the settings are restored before control returns to the event loop. Never rejects.
   */
  endingNow: () => Promise<void>
  /** Resolves when no background work is left. */
  settled: () => Promise<void>
}

export function createConnector(deps: ConnectorDeps): Connector {
  const { address, isListening, listenAt, idle, runExclusive, on, off, offAtOnce, settled, tidy } =
    createConnectSwitch(deps)
  async function look(
    question: Pick<Question, 'everywhere' | 'toolSearch' | 'statusLine'>,
  ): Promise<Inspection> {
    await idle()
    const asked = address()
    if (isListening()) return inspect(deps, { ...question, baseUrl: asked, isRunning: true, asked })
    // A separate CLI command may not know the port of the last server.
    const baseUrl = (await deps.record.read()).connection?.baseUrl ?? asked
    // Port 0 is not a real address: it means any running Signalbox.
    const isAny = URL.parse(asked)?.port === '0'
    return inspect(deps, { ...question, baseUrl, isRunning: false, asked: isAny ? baseUrl : asked })
  }

  async function connectTo(request: ConnectRequest): Promise<void> {
    if (isListening()) await chainGateway(deps, { baseUrl: address(), wish: request })
    await on(request)
  }
  /** A start repeats the user's choice, and a choice once made may still be changed. */
  async function connectByHand(request: ConnectRequest): Promise<void> {
    const { connection } = await deps.record.read()
    if (isListening() && connection === null) await refuseFutile(deps, address())
    await connectTo(request)
  }
  async function forget(): Promise<Off> {
    const taken = await off('forgotten')
    if (deps.gateway.read() !== '') await deps.gateway.write('')
    return taken
  }

  /** Best effort: failures are logged, never thrown. */
  async function quietly(act: (record: ConnectRecord) => Promise<unknown>): Promise<void> {
    try {
      await runExclusive(async () => act(await deps.record.read()))
    } catch (error) {
      deps.log.warn({ err: error }, 'failed to update Claude Code settings')
    }
  }

  return {
    read: async (asked = {}) => (await look({ everywhere: false, ...asked })).connection,
    async connect(request) {
      await runExclusive(() => connectByHand(request))
      return (await look({ everywhere: false })).connection
    },
    async disconnect() {
      const taken = await runExclusive(forget)
      return { ...taken, connection: (await look({ everywhere: false })).connection }
    },
    doctor: async () => report(await look({ everywhere: true }), await deps.record.read()),
    listening(baseUrl) {
      listenAt(baseUrl)
      return quietly(async (record) => {
        await tidy()
        // If the record names the address we listen at, we own it, whatever became of the process that wrote it.
        const isTaken =
          isForeign(record, deps.self) && !sameAddress(record.connection?.baseUrl ?? '', baseUrl)
        const next = isTaken ? 'nothing' : await whatNext(deps, record)
        if (next === 'connect') await connectTo({})
        if (next === 'forget') await forget()
      })
    },
    failed: () =>
      quietly(async (record) => {
        listenAt(undefined)
        if (record.connection !== null && !isForeign(record, deps.self)) await off('paused')
      }),
    async stopping() {
      await quietly(async (record) => {
        if (mustRestore(record, deps, ['connected', 'connecting'])) await off('paused')
        listenAt(undefined)
      })
      await settled()
    },
    endingNow: () =>
      quietly(async (record) => {
        // `pausing`: a disconnect that still waits for running sessions.
        if (mustRestore(record, deps, ['connected', 'connecting', 'pausing'])) await offAtOnce('paused')
      }),
    settled,
  }
}

/** True if this process connected Claude Code, and the user wants that undone when Signalbox ends. */
function mustRestore(
  { connection, restoreOnQuit }: ConnectRecord,
  { self }: ConnectorDeps,
  phases: readonly RecordedConnection['phase'][],
): boolean {
  if (connection === null || !restoreOnQuit || !isSame(connection.owner, self)) return false
  return phases.includes(connection.phase)
}

/** Decides how a start continues the last run: restore the user's choice unless they have changed it since. */
async function whatNext(
  deps: ConnectorDeps,
  { connection }: ConnectRecord,
): Promise<'nothing' | 'connect' | 'forget'> {
  switch (connection?.phase) {
    case undefined:
      return 'nothing'
    case 'leaving':
      return 'forget'
    case 'connecting':
    case 'pausing':
      return 'connect'
    case 'connected':
    case 'paused':
      return (await isUntouched(deps, connection)) ? 'connect' : 'forget'
  }
}

async function isUntouched(deps: ConnectorDeps, connection: RecordedConnection): Promise<boolean> {
  const { content } = await readSettingsFile(deps.fs, connection.path)
  const settings = settingsOf(content)
  const current = settings === undefined ? undefined : variableIn(settings, BASE_URL)
  if (connection.phase === 'paused') return (current ?? null) === (connection.resting ?? null)
  const entry = connection.edits.entries.find(({ name }) => name === BASE_URL)
  return entry !== undefined && isOurs(entry, current)
}

function report({ connection, definitions, searched }: Inspection, record: ConnectRecord): DoctorReport {
  const written = new Set(record.connection?.edits.entries.map(({ name }) => name))
  return {
    healthy: connection.problems.every(({ severity }) => severity !== 'error'),
    connection,
    definitions: definitions.map((found) =>
      showDefinition(found, { all: definitions, baseUrl: connection.baseUrl, written }),
    ),
    problems: connection.problems,
    searched,
  }
}
