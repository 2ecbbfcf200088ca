import { cannotTranslate } from '../errors.ts'
import type { FileBlock, TextBlock } from './blocks.ts'
import { type Fields, join, readFields, readList, readString } from './fields.ts'
import type { Reading } from './omissions.ts'

const EXTENSIONS: Readonly<Record<string, string>> = {
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** https://docs.anthropic.com/en/docs/build-with-claude/vision */
export function parseImage(block: Fields, path: string, reading: Reading): (FileBlock | TextBlock)[] {
  const at = join(path, 'source')
  const source = readFields(block['source'], at)
  if (source['type'] === 'base64') {
    const data = readString(source, 'data', at)
    const mediaType = readString(source, 'media_type', at)
    return [{ type: 'file', kind: 'image-data', source: data, mediaType, path: at, isNew: reading.isNew }]
  }
  if (source['type'] !== 'url') return onlyAtAnthropic(source, at, reading)
  const url = readUrl(source, at, reading)
  if (url === undefined) return [unreachable(source)]
  const extension = /\.(\w+)$/.exec(url.pathname)?.[1]?.toLowerCase() ?? ''
  const mediaType = EXTENSIONS[extension] ?? 'image/jpeg'
  return [{ type: 'file', kind: 'image-url', source: url.href, mediaType, path: at, isNew: reading.isNew }]
}

/** A PDF stays a document; a text document becomes text, which every model reads. */
export function parseDocument(block: Fields, path: string, reading: Reading): (FileBlock | TextBlock)[] {
  const { isNew } = reading
  const at = join(path, 'source')
  const source = readFields(block['source'], at)
  const title = typeof block['title'] === 'string' ? block['title'] : undefined
  const context = typeof block['context'] === 'string' ? block['context'] : undefined
  const heading = [title !== undefined && `Document: ${title}`, context].filter(Boolean).join('\n')
  const headed: TextBlock[] = heading === '' ? [] : [{ type: 'text', text: heading }]
  const name = title ?? 'document.pdf'

  switch (source['type']) {
    case 'base64': {
      const data = readString(source, 'data', at)
      const mediaType = readString(source, 'media_type', at)
      if (mediaType.startsWith('text/')) {
        return [...headed, { type: 'text', text: Buffer.from(data, 'base64').toString() }]
      }
      if (mediaType !== 'application/pdf') {
        const problem = `documents of the type ${mediaType} can’t be translated`
        return [...headed, unreadable(reading, { path: join(at, 'media_type'), problem, what: mediaType })]
      }
      return [...headed, { type: 'file', kind: 'pdf-data', source: data, mediaType, name, path: at, isNew }]
    }
    case 'text':
      return [...headed, { type: 'text', text: readString(source, 'data', at) }]
    case 'content':
      return [...headed, ...parseContentSource(source['content'], join(at, 'content'), reading)]
    case 'url': {
      const url = readUrl(source, at, reading)
      if (url === undefined) return [...headed, unreachable(source)]
      const mediaType = 'application/pdf'
      return [
        ...headed,
        { type: 'file', kind: 'pdf-url', source: url.href, mediaType, name, path: at, isNew },
      ]
    }
    default:
      return [...headed, ...onlyAtAnthropic(source, at, reading)]
  }
}

function parseContentSource(content: unknown, path: string, reading: Reading): (FileBlock | TextBlock)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return readList(content, path).flatMap((value, index): (FileBlock | TextBlock)[] => {
    const at = join(path, index)
    const block = readFields(value, at)
    if (block['type'] === 'image') return parseImage(block, at, reading)
    return [{ type: 'text', text: readString(block, 'text', at) }]
  })
}

/** @returns undefined for an address that cannot be fetched, in an earlier message */
function readUrl(source: Fields, path: string, { isNew, omissions }: Reading): URL | undefined {
  const url = readString(source, 'url', path)
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return new URL(url)
  if (isNew) throw cannotTranslate(join(path, 'url'), 'only http and https addresses are supported')
  omissions.sayInWords('source.url')
  return undefined
}

function unreachable({ url }: Fields): TextBlock {
  return {
    type: 'text',
    text: `[File left out: only http and https addresses are supported: ${String(url)}]`,
  }
}

/** `file`: an upload to Anthropic's Files API, which other providers cannot read. */
function onlyAtAnthropic({ type, file_id: id }: Fields, path: string, reading: Reading): TextBlock[] {
  const problem = `a source of the type "${String(type)}" only works with Anthropic. Send the data itself.`
  const what = typeof id === 'string' ? id : `source of the type "${String(type)}"`
  return [unreadable(reading, { path, problem, what })]
}

/** @throws ProviderError if the user has just attached it, because the answer would ignore it */
function unreadable(
  { isNew, omissions }: Reading,
  { path, problem, what }: { path: string; problem: string; what: string },
): TextBlock {
  if (isNew) throw cannotTranslate(path, problem)
  omissions.sayInWords('source')
  return { type: 'text', text: `[File left out, because this model can’t read it: ${what}]` }
}
