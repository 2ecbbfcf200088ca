import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider'

/**
 * Converts a non-streaming response to the parts of a stream, so that one code path reads both.
 *
 * @param options.sorts true to put reasoning first and calls last. Not for Google and the Responses API: their
 * signatures depend on the original order.
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

/** Joins consecutive pieces of one text, as in a stream; the signature of one piece applies to the whole text. */
function joinRuns(content: readonly LanguageModelV4Content[]): LanguageModelV4Content[] {
  const joined: LanguageModelV4Content[] = []
  for (const part of content) {
    const last = joined.at(-1)
    const isText = part.type === 'text' && last?.type === 'text'
    if (!isText) joined.push(part)
    else {
      const citations = [...(last.citations ?? []), ...(part.citations ?? [])]
      joined.splice(-1, 1, { ...last, ...part, text: last.text + part.text, citations })
    }
  }
  return joined
}

function toParts(part: LanguageModelV4Content, id: string): LanguageModelV4StreamPart[] {
  if (part.type !== 'text' && part.type !== 'reasoning') return [part]
  const signed = part.providerMetadata && { providerMetadata: part.providerMetadata }
  const { type, text } = part
  const cited = part.type === 'text' && part.citations && { citations: part.citations }
  return [
    { type: `${type}-start`, id },
    { type: `${type}-delta`, id, delta: text, ...signed },
    { type: `${type}-end`, id, ...signed, ...cited },
  ]
}
