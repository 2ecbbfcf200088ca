import { Type } from 'typebox'
import {
  Conversation,
  ConversationList,
  ConversationSearch,
  type ConversationQuery,
  ProjectConversations,
} from '../../../shared/conversations.ts'
import { AppError } from '../../../shared/errors.ts'
import { responses } from '../openapi/responses.ts'
import { noStore, PARAMS, sendJson, type TypedApp } from './log/log-routes.ts'

/** Claude Code's own transcripts. Implementations must not read outside of their folder. */
export interface ConversationSource {
  list: (query: ConversationQuery) => Promise<ConversationList>
  listProject: (project: string) => Promise<ProjectConversations>
  /** Resolves with a Conversation as UTF-8 JSON; undefined if there is none, or the name isn't a valid one. */
  find: (project: string | undefined, id: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** An aborted search resolves with the results found so far. */
  search: (text: string, options: { limit: number; signal: AbortSignal }) => Promise<ConversationSearch>
}

const FAILURES = ['bad_query', 'key_required', 'too_many_guesses', 'conversations_unavailable'] as const

const ListQuery = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 256,
      description: 'Text contained in the first message, title, folder or ID. Case-insensitive.',
    }),
  ),
  model: PARAMS.model,
  page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 10 }),
})

const ProjectQuery = Type.Object({
  project: Type.String({ description: 'The `projectPath` of a conversation.', maxLength: 4096 }),
})

const FindQuery = Type.Object({
  project: Type.Optional(
    Type.String({
      description: 'The `projectPath` of the conversation. Without it, the newest of this session in any.',
      maxLength: 4096,
    }),
  ),
})

const SearchQuery = Type.Object({
  text: Type.String({ maxLength: 200, description: 'Text of a message. Case-insensitive.' }),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
})

/** Registers the conversations. The literal path precedes the id, because it would match as one. */
export function registerConversations(app: TypedApp, source: ConversationSource): void {
  app.get(
    '/api/conversations',
    {
      schema: {
        operationId: 'getConversations',
        summary: 'List conversations, most recent activity first',
        querystring: ListQuery,
        response: responses({ 200: ConversationList }, ...FAILURES),
      },
    },
    async ({ query }, reply) => noStore(reply).send(await readable(source.list(query))),
  )
  app.get(
    '/api/conversations/project',
    {
      schema: {
        operationId: 'getConversationsByProject',
        summary: 'List the conversations of a project',
        querystring: ProjectQuery,
        response: responses({ 200: ProjectConversations }, ...FAILURES),
      },
    },
    async ({ query }, reply) => noStore(reply).send(await readable(source.listProject(query.project))),
  )
  app.get(
    '/api/conversations/search',
    {
      schema: {
        operationId: 'searchConversations',
        summary: 'Search the text of conversations',
        querystring: SearchQuery,
        response: responses({ 200: ConversationSearch }, ...FAILURES),
      },
    },
    async ({ query: { text, limit } }, reply) => {
      const left = new AbortController()
      reply.raw.once('close', () => left.abort())
      return noStore(reply).send(await readable(source.search(text, { limit, signal: left.signal })))
    },
  )
  app.get(
    '/api/conversations/:id',
    {
      schema: {
        operationId: 'getConversationByID',
        summary: 'Get a conversation',
        params: Type.Object({ id: Type.String({ description: 'Session ID.' }) }),
        querystring: FindQuery,
        response: responses({ 200: Conversation }, 'not_found', ...FAILURES),
      },
    },
    ({ params, query }, reply) => sendJson(reply, readable(source.find(query.project, params.id))),
  )
}

async function readable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('conversations_unavailable', { cause })
  }
}
