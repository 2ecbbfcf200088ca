import { t } from '../../language/t.ts'

/** Stop reasons of a complete response. */
const COMPLETE = new Set(['end_turn', 'tool_use', 'stop_sequence'])

interface StopWords {
  /** Short form for the list: `max tokens`. */
  word: () => string
  /** Sentence shown below the response. */
  sentence: () => string
}

const WORDS: Readonly<Record<string, StopWords>> = {
  max_tokens: {
    word: () => t('max tokens'),
    sentence: () => t('The response is cut off: it reached the limit of output tokens (max_tokens).'),
  },
  refusal: {
    word: () => t('refusal'),
    sentence: () => t('The model refused to continue this response (refusal).'),
  },
  pause_turn: {
    word: () => t('paused'),
    sentence: () => t('The model paused a long turn. The next request continues it (pause_turn).'),
  },
  model_context_window_exceeded: {
    word: () => t('context full'),
    sentence: () =>
      t('The response is cut off: the model’s context window is full (model_context_window_exceeded).'),
  },
}

/** Texts for a stop reason that marks an incomplete response; undefined for others. */
export function oddStop(reason: string | undefined): StopWords | undefined {
  if (reason === undefined || COMPLETE.has(reason)) return undefined
  if (Object.hasOwn(WORDS, reason)) return WORDS[reason]
  return {
    word: () => reason.replaceAll('_', ' '),
    sentence: () => t('The response stopped for an unknown reason: {{reason}}.', { reason }),
  }
}
