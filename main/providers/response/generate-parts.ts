import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider'

/**
 * An answer that came whole, as the parts of one that streamed: then there is one way to read both.
 *
 * @param options.sorts whether reasoning goes first and calls last (SPEC §5.5); Google and the Responses say their
 *   own order, which their signatures depend on
 */
export function generateParts(
  { content, finishReason, usage, providerMetadata }: LanguageModelV4GenerateResult,
  { sorts }: { sorts: boolean },
): LanguageModelV4StreamPart[] {
  const ordered = joinRuns(sorts ? content.toSorted((a, b) => rank(a) - rank(b)) : content)
  return [
    ...ordered.flatMap((part, index) => toParts(part, String(index))),
    { type: 'finish', finishReason, usage, ...(providerMetadata && { providerMetadata }) },
  ]
}

function rank({ type }: LanguageModelV4Content): number {
  if (type === 'reasoning') return 0
  return type === 'tool-call' ? 2 : 1
}

/** Pieces of one text are one text, as they would be in a stream; the signature of one of them is that of all. */
function joinRuns(content: readonly LanguageModelV4Content[]): LanguageModelV4Content[] {
  const joined: LanguageModelV4Content[] = []
  for (const part of content) {
    const last = joined.at(-1)
    const isText = part.type === 'text' && last?.type === 'text'
    if (isText) joined.splice(-1, 1, { ...last, ...part, text: last.text + part.text })
    else joined.push(part)
  }
  return joined
}

function toParts(part: LanguageModelV4Content, id: string): LanguageModelV4StreamPart[] {
  if (part.type !== 'text' && part.type !== 'reasoning') return [part]
  const signed = part.providerMetadata && { providerMetadata: part.providerMetadata }
  const { type, text } = part
  return [
    { type: `${type}-start`, id },
    { type: `${type}-delta`, id, delta: text, ...signed },
    { type: `${type}-end`, id, ...signed },
  ]
}
