import type { Connection } from '../../shared/connection.ts'
import type { PortBusyDetails } from '../../shared/health.ts'
import type { DrainSource } from '../../shared/livez.ts'
import type { MarkState } from '../ui/mark-shapes.ts'
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
      return { mark: 'stopped', word: 'Signalbox', sentence: 'Asking the local server…' }
    case 'starting':
      return { mark: 'stopped', word: 'Starting', sentence: 'The local server is starting.' }
    case 'first-run':
      return { mark: 'running', word: 'Running', sentence: 'Waiting for the first request.' }
    case 'idle':
      return {
        mark: 'running',
        word: 'Running',
        sentence: connection?.sentence ?? 'Claude Code goes through Signalbox.',
      }
    case 'active':
      return { mark: 'active', word: 'Running', sentence: 'Claude Code goes through Signalbox.' }
    case 'draining':
      return { mark: 'draining', word: 'Draining', sentence: drainingSentence(situation.drain?.source) }
    case 'drained':
      return { mark: 'draining', word: 'Drained', sentence: drainedSentence(situation.drain?.source) }
    case 'degraded':
      return { mark: 'warning', word: 'Warning', sentence: situation.advice.sentence }
    case 'unhealthy':
      return { mark: 'error', word: 'Unhealthy', sentence: situation.advice.sentence }
    case 'unreachable':
      return {
        mark: 'error',
        word: 'Not responding',
        sentence: 'Signalbox does not answer. Claude Code cannot reach it either.',
      }
    case 'port-busy':
      return { mark: 'error', word: 'Not running', sentence: portBusySentence(situation.details) }
    case 'failed':
      return {
        mark: 'error',
        word: 'Not running',
        sentence: `Signalbox could not start: ${situation.reason}`,
      }
    case 'stopped':
      return {
        mark: 'stopped',
        word: 'Stopped',
        sentence: 'Nobody listens. Claude Code cannot reach Signalbox until it starts.',
      }
  }
}

function drainingSentence(source: DrainSource | undefined): string {
  switch (source) {
    case 'signal':
      return 'Signalbox shuts down once requests finish.'
    case 'quit':
      return 'Signalbox quits once requests finish.'
    case 'request':
    case undefined:
      return 'Requests finish; new ones wait and retry.'
  }
}

function drainedSentence(source: DrainSource | undefined): string {
  switch (source) {
    case 'signal':
      return 'Nothing in flight. Signalbox shuts down.'
    case 'quit':
      return 'Nothing in flight. Signalbox quits.'
    case 'request':
    case undefined:
      return 'New requests wait until you resume.'
  }
}

function portBusySentence({ port, holder, own_instance, next_free_port }: PortBusyDetails): string {
  const use = next_free_port === undefined ? '' : ` Use ${next_free_port}?`
  if (own_instance) return `Signalbox already runs on port ${port}. This is a second one.`
  if (!holder) return `Port ${port} belongs to another program.${use}`
  return `Port ${port} belongs to ${holder.name ?? 'a program'} (pid ${holder.pid}).${use}`
}
