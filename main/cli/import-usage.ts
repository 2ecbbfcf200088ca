import { TranscriptUsage } from '../../shared/transcript-usage.ts'
import type { Settings } from '../settings/settings.ts'
import { askInstance } from './ask-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { showProgress, toStderr, toStdout } from './print.ts'

/** Poll interval in ms. */
const EVERY_MS = 250
const PATH = '/api/usage/transcripts'

export interface ImportOptions {
  settings: Settings
  json: boolean
  howTo: HowToRun
}

/**
 * `signalbox usage --import`: imports usage from Claude Code's transcripts, with its progress. Ctrl+C cancels it.
 *
 * @returns the exit code: 0 imported, 1 refused, failed or cancelled, 3 no instance is running
 */
export async function importUsage(options: ImportOptions): Promise<number> {
  let isCancelled = false
  const cancel = () => (isCancelled = true)
  process.on('SIGINT', cancel)
  try {
    let now = await act(options, 'import')
    while (typeof now !== 'number' && now.state === 'running') {
      showProgress(`Reading transcripts: ${Math.round((now.progress ?? 0) * 100)}%`)
      if (isCancelled) now = await act(options, 'cancel')
      else {
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
        now = await ask(options)
      }
    }
    showProgress('')
    if (typeof now === 'number') return now
    return finish(options, now, isCancelled)
  } finally {
    process.off('SIGINT', cancel)
  }
}

/**
 * `signalbox usage --remove-import`: deletes what was imported from transcripts.
 *
 * @returns the exit code, as above
 */
export async function removeImport(options: ImportOptions): Promise<number> {
  const now = await told(options, { method: 'DELETE', path: PATH, schema: TranscriptUsage })
  if (typeof now === 'number') return now
  toStdout(options.json ? JSON.stringify(now) : 'Removed the usage that was imported from transcripts.')
  return 0
}

function finish({ json }: ImportOptions, now: TranscriptUsage, isCancelled: boolean): number {
  if (json) toStdout(JSON.stringify(now))
  if (now.state === 'failed') {
    if (!json) toStderr(`The import failed: ${now.error ?? 'unknown reason'}`)
    return 1
  }
  if (isCancelled) {
    if (!json) toStderr('Import cancelled. Nothing was changed.')
    return 1
  }
  if (!json) toStdout(sayImported(now))
  return 0
}

function sayImported({ messages, sessions, from, to }: TranscriptUsage): string {
  if (messages === 0) return 'The transcripts have no response that didn’t pass through Signalbox.'
  const days = from === undefined || to === undefined ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)}`
  return `Imported from transcripts: ${messages} responses of ${sessions} sessions${days}.`
}

function ask(options: ImportOptions): Promise<TranscriptUsage | number> {
  return told(options, { method: 'GET', path: PATH, schema: TranscriptUsage })
}

function act(options: ImportOptions, action: 'import' | 'cancel'): Promise<TranscriptUsage | number> {
  return told(options, { method: 'POST', path: PATH, schema: TranscriptUsage, body: { action } })
}

/** Prints a failure. @returns the exit code then */
async function told(
  { settings, json, howTo }: ImportOptions,
  question: Parameters<typeof askInstance<typeof TranscriptUsage>>[1],
): Promise<TranscriptUsage | number> {
  const asked = await askInstance(settings, question)
  if (asked.kind === 'response') return asked.body
  const error = asked.kind === 'refused' ? asked.error : await notRunning({ port: settings.port, howTo })
  if (json) toStdout(JSON.stringify({ error }))
  else toStderr(error)
  return asked.kind === 'refused' ? 1 : 3
}
