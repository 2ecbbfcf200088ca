import { TranscriptAction, TranscriptUsage } from '../../../shared/transcript-usage.ts'
import { LOG_FAILURES, responses } from '../openapi/responses.ts'
import type { TranscriptImport } from '../transcript-usage/create-transcript-import.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

/** Registers the import of usage from Claude Code's transcripts. */
export function registerTranscriptUsage(
  app: TypedApp,
  { transcriptImport }: { transcriptImport: TranscriptImport },
): void {
  app.get(
    '/api/usage/transcripts',
    {
      schema: {
        operationId: 'getTranscriptUsage',
        summary: 'Get the state of the import of usage from transcripts',
        response: responses({ 200: TranscriptUsage }, ...LOG_FAILURES),
      },
    },
    async (_request, reply) => noStore(reply).send(await transcriptImport.status()),
  )
  app.post(
    '/api/usage/transcripts',
    {
      schema: {
        operationId: 'importTranscriptUsage',
        summary: 'Import usage from transcripts, cancel the import, or decline its offer',
        body: TranscriptAction,
        response: responses({ 200: TranscriptUsage }, 'bad_body', ...LOG_FAILURES),
      },
    },
    async ({ body: { action } }, reply) => {
      const { start, cancel, decline } = transcriptImport
      const run = { import: start, cancel, decline }[action]
      return noStore(reply).send(await run())
    },
  )
  app.delete(
    '/api/usage/transcripts',
    {
      schema: {
        operationId: 'removeTranscriptUsage',
        summary: 'Delete all usage that was imported from transcripts',
        response: responses({ 200: TranscriptUsage }, ...LOG_FAILURES),
      },
    },
    async (_request, reply) => noStore(reply).send(await transcriptImport.remove()),
  )
}
