/** A server that read less of a request than was sent. In tokens. */
export interface ShortenedContext {
  provider: string
  model: string
  read: number
  /** Estimated. */
  sent: number
}

export interface ContextWatch {
  /** Compares what a server says it has read with the estimate of what was sent. */
  note: (context: ShortenedContext) => void
  /** The models whose requests were shortened, until one is read whole. */
  list: () => ShortenedContext[]
}

/** Estimates differ from a model's own count by up to a third; this leaves no doubt. */
const MAX_SHARE = 0.6
/** The smallest context length that a server is started with, in tokens. */
const MIN_LENGTH = 1024
/** Models that are kept. */
const MAX_MODELS = 100

/**
 * Finds servers that drop the beginning of a request in silence. Ollama does, at 4,096 tokens by default, and its chat
 * endpoint takes no other length (https://github.com/ollama/ollama/blob/main/docs/context-length.mdx and
 * openai-compatibility.mdx, "Supported request fields"): only its own setting helps.
 *
 * @param onShortened called once per model
 */
export function createContextWatch(onShortened: (context: ShortenedContext) => void): ContextWatch {
  const shortened = new Map<string, ShortenedContext>()
  const told = new Set<string>()
  return {
    note(context) {
      const key = `${context.provider},${context.model}`
      // A short request is read whole in any case.
      if (!isShortened(context)) return context.read > 0.9 * context.sent ? forget(key, context) : undefined
      if (shortened.size < MAX_MODELS) shortened.set(key, context)
      if (told.has(key) || told.size === MAX_MODELS) return
      told.add(key)
      onShortened(context)
    },
    list: () => [...shortened.values()],
  }
  function forget(key: string, { read }: ShortenedContext): void {
    if (read > (shortened.get(key)?.read ?? Infinity)) shortened.delete(key)
  }
}

/** A context length is a power of two; other counts may leave out what the server had cached. */
function isShortened({ read, sent }: ShortenedContext): boolean {
  return read >= MIN_LENGTH && read < MAX_SHARE * sent && Number.isInteger(Math.log2(read))
}
