import { Type } from 'typebox'
import {
  CodexConnection,
  CodexDisconnected,
  Connection,
  ConnectRequest,
  DisconnectResponse,
  DoctorReport,
} from '../../../shared/connection.ts'
import { responses } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

/** The switch that connects Claude Code. Expected failures are an `AppError`. */
export interface ConnectionSource {
  /** The options are for the preview; they default to the user's last choice. */
  read: (question: {
    toolSearch?: boolean | undefined
    statusLine?: boolean | undefined
  }) => Promise<Connection>
  connect: (request: ConnectRequest) => Promise<Connection>
  disconnect: () => Promise<DisconnectResponse>
  doctor: () => Promise<DoctorReport>
}

/** The switch that connects Codex. Expected failures are an `AppError`. */
export interface CodexSource {
  read: () => Promise<CodexConnection>
  connect: () => Promise<CodexConnection>
  disconnect: () => Promise<CodexDisconnected>
}

const REFUSALS = ['key_required', 'password_required', 'too_many_guesses'] as const
const SWITCH_REFUSALS = [...REFUSALS, 'claude_settings_unreadable', 'claude_settings_not_written'] as const

const ConnectionQuery = Type.Object({
  toolSearch: Type.Optional(
    Type.Boolean({ description: 'Used for the preview. Defaults to the user’s last choice.' }),
  ),
  statusLine: Type.Optional(
    Type.Boolean({ description: 'Used for the preview. Defaults to the user’s last choice.' }),
  ),
})

/**
 * Registers the state of the connection between Claude Code and Signalbox, and the switch for it. The scope must accept
 * JSON.
 */
export function registerConnection(app: TypedApp, { connection }: { connection: ConnectionSource }): void {
  app.get(
    '/api/connection',
    {
      schema: {
        operationId: 'getConnection',
        summary: 'Get Claude Code’s connection and a preview of the change',
        querystring: ConnectionQuery,
        response: responses({ 200: Connection }, 'bad_query', ...REFUSALS),
      },
    },
    async ({ query }, reply) => noStore(reply).send(await connection.read(query)),
  )
  app.post(
    '/api/connection/connect',
    {
      schema: {
        operationId: 'connect',
        summary: 'Connect Claude Code to Signalbox',
        body: ConnectRequest,
        response: responses(
          { 200: Connection },
          'bad_body',
          'json_expected',
          'json_too_large',
          'server_not_running',
          'claude_settings_ignored',
          'gateway_credential',
          'claude_ignores_address',
          ...SWITCH_REFUSALS,
        ),
      },
      // The body is optional; without one, the user's earlier choice applies.
      preValidation: async (request) => {
        request.body ??= {}
      },
    },
    async ({ body }, reply) => noStore(reply).send(await connection.connect(body)),
  )
  app.post(
    '/api/connection/disconnect',
    {
      schema: {
        operationId: 'disconnect',
        summary: 'Disconnect Claude Code and restore its settings',
        response: responses({ 200: DisconnectResponse }, ...SWITCH_REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await connection.disconnect()),
  )
  app.get(
    '/api/connection/doctor',
    {
      schema: {
        operationId: 'examineConnection',
        summary: 'Check every setting that affects Claude Code’s address',
        response: responses({ 200: DoctorReport }, ...REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await connection.doctor()),
  )
}

const CODEX_REFUSALS = [...REFUSALS, 'codex_settings_unreadable', 'codex_settings_not_written'] as const

/** Registers the state of the connection between Codex and Signalbox, and the switch for it. */
export function registerCodex(app: TypedApp, { codex }: { codex: CodexSource }): void {
  app.get(
    '/api/connection/codex',
    {
      schema: {
        operationId: 'getCodexConnection',
        summary: 'Get Codex’s connection and a preview of the change',
        response: responses({ 200: CodexConnection }, ...REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await codex.read()),
  )
  app.post(
    '/api/connection/codex/connect',
    {
      schema: {
        operationId: 'connectCodex',
        summary: 'Connect Codex to Signalbox',
        response: responses(
          { 200: CodexConnection },
          'server_not_running',
          'openai_provider_missing',
          'codex_ignores_address',
          'other_signalbox',
          ...CODEX_REFUSALS,
        ),
      },
    },
    async (_request, reply) => noStore(reply).send(await codex.connect()),
  )
  app.post(
    '/api/connection/codex/disconnect',
    {
      schema: {
        operationId: 'disconnectCodex',
        summary: 'Disconnect Codex and restore its configuration',
        response: responses({ 200: CodexDisconnected }, ...CODEX_REFUSALS),
      },
    },
    async (_request, reply) => noStore(reply).send(await codex.disconnect()),
  )
}
