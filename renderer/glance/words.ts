import type { Connection } from '../../shared/connection.ts'
import type { PortBusyDetails } from '../../shared/health.ts'
import type { DrainSource } from '../../shared/livez.ts'
import { t } from '../language/t.ts'
import type { MarkState } from '../ui/mark-shapes.ts'
import { sayConnection } from './connection/say-connection.ts'
import type { Situation } from './to-situation.ts'

export interface Words {
  mark: MarkState
  /** The state in a word or two. */
  word: string
  /** What is, and what it means or what to do. */
  sentence: string
}

/**
 * The mark, the word and the sentence of a situation. All of the tray's state texts are here. Where the connection is
 * known, nobody has to guess from old requests where Claude Code goes now.
 */
export function words(situation: Situation, connection?: Connection): Words {
  switch (situation.kind) {
    case 'loading':
      return { mark: 'stopped', word: 'Signalbox', sentence: t('Asking the local server…') }
    case 'starting':
      return { mark: 'stopped', word: t('Starting'), sentence: t('The local server is starting.') }
    case 'first-run':
      return { mark: 'running', word: t('Running'), sentence: t('Waiting for the first request.') }
    case 'idle':
      return {
        mark: 'running',
        word: t('Running'),
        sentence: connection ? sayConnection(connection) : t('Claude Code goes through Signalbox.'),
      }
    case 'active':
      return { mark: 'active', word: t('Running'), sentence: t('Claude Code goes through Signalbox.') }
    case 'draining':
      return { mark: 'draining', word: t('Draining'), sentence: drainingSentence(situation.drain?.source) }
    case 'drained':
      return { mark: 'draining', word: t('Drained'), sentence: drainedSentence(situation.drain?.source) }
    case 'degraded':
      return { mark: 'warning', word: t('Warning'), sentence: situation.advice.sentence }
    case 'unhealthy':
      return { mark: 'error', word: t('Unhealthy'), sentence: situation.advice.sentence }
    case 'unreachable':
      return {
        mark: 'error',
        word: t('Not responding'),
        sentence: t('Signalbox does not answer. Claude Code cannot reach it either.'),
      }
    case 'port-busy':
      return { mark: 'error', word: t('Not running'), sentence: portBusySentence(situation.details) }
    case 'failed':
      return {
        mark: 'error',
        word: t('Not running'),
        sentence: t('Signalbox could not start: {{reason}}', { reason: situation.reason }),
      }
    case 'stopped':
      return {
        mark: 'stopped',
        word: t('Stopped'),
        sentence: t('Nobody listens. Claude Code cannot reach Signalbox until it starts.'),
      }
  }
}

function drainingSentence(source: DrainSource | undefined): string {
  switch (source) {
    case 'signal':
      return t('Signalbox shuts down once requests finish.')
    case 'quit':
      return t('Signalbox quits once requests finish.')
    case 'request':
    case undefined:
      return t('Requests finish; new ones wait and retry.')
  }
}

function drainedSentence(source: DrainSource | undefined): string {
  switch (source) {
    case 'signal':
      return t('Nothing in flight. Signalbox shuts down.')
    case 'quit':
      return t('Nothing in flight. Signalbox quits.')
    case 'request':
    case undefined:
      return t('New requests wait until you resume.')
  }
}

function portBusySentence({ port, holder, own_instance, next_free_port }: PortBusyDetails): string {
  if (own_instance) return t('Signalbox already runs on port {{port}}. This is a second one.', { port })
  if (!holder) return withOffer(t('Port {{port}} belongs to another program.', { port }), next_free_port)
  const { name, pid } = holder
  const belongs =
    name === undefined
      ? t('Port {{port}} belongs to a program (pid {{pid}}).', { port, pid })
      : t('Port {{port}} belongs to {{name}} (pid {{pid}}).', { port, name, pid })
  return withOffer(belongs, next_free_port)
}

function withOffer(sentence: string, port: number | undefined): string {
  return port === undefined ? sentence : `${sentence} ${t('Use {{port}}?', { port })}`
}
