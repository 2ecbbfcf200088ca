import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../../../shared/errors.ts'
import { StatusLineSettings } from '../../../shared/status-line.ts'
import { responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import type { StatusLine } from '../status-line/create-status-line.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'
import type { LiveSettingsSource } from './storage.ts'

/** Larger bodies are refused unread. In bytes. */
const MAX_BODY_BYTES = 1024 * 1024

export interface StatusLineRouteDeps {
  statusLine: StatusLine
  /** True for callers on this machine or with the key. */
  isTrusted: (request: FastifyRequest) => boolean
}

/**
 * Registers the line for Claude Code's status line. Needs a scope of its own, because `curl` sends JSON without saying
 * so. Needs no password: a command line is no place for one, and a session's line is only for those who know its ID.
 */
export function registerStatusLine(
  scope: FastifyInstance,
  { statusLine, isTrusted }: StatusLineRouteDeps,
): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.post(
    '/api/statusline',
    {
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        operationId: 'renderStatusLine',
        summary: 'Render the line for Claude Code’s status line',
        description:
          'Takes the JSON that Claude Code writes to a status line command, with any content type, and responds from memory. Fields that are missing or of another type are left out of the line.',
        body: Type.Any(),
        response: responses(
          {
            200: { media: ['text/plain'], description: 'One line of text, with ANSI colors if they are on' },
          },
          'json_too_large',
          'key_required',
        ),
      },
      // Any bytes are accepted: the schema is for the OpenAPI document.
      validatorCompiler: () => () => true,
    },
    (request, reply) => {
      if (!isTrusted(request)) throw new AppError('key_required')
      const { body } = request
      return noStore(reply)
        .type('text/plain; charset=utf-8')
        .send(`${statusLine(Buffer.isBuffer(body) ? body : Buffer.alloc(0))}\n`)
    },
  )
}

/** Registers the settings of the status line. The scope must accept JSON. */
export function registerStatusLineSettings(
  app: TypedApp,
  { settings }: { settings: LiveSettingsSource },
): void {
  app.get(
    '/api/statusline/settings',
    {
      schema: {
        operationId: 'getStatusLineSettings',
        summary: 'Get the settings of the status line',
        response: responses({ 200: StatusLineSettings }, 'key_required', 'too_many_guesses'),
      },
    },
    (_request, reply) => noStore(reply).send(settings.read().statusLine),
  )
  app.put(
    '/api/statusline/settings',
    {
      schema: {
        operationId: 'saveStatusLineSettings',
        summary: 'Change the settings of the status line',
        body: StatusLineSettings,
        response: responses({ 200: StatusLineSettings }, ...SETTINGS_FAILURES, 'too_many_guesses'),
      },
    },
    async ({ body }, reply) => noStore(reply).send((await settings.update({ statusLine: body })).statusLine),
  )
}
