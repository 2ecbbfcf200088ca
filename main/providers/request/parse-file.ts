import { cannotTranslate } from '../errors.ts'
import type { FileBlock, TextBlock } from './blocks.ts'
import { type Fields, join, readFields, readList, readString } from './fields.ts'

const EXTENSIONS: Readonly<Record<string, string>> = {
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** https://docs.anthropic.com/en/docs/build-with-claude/vision */
export function parseImage(block: Fields, path: string): FileBlock {
  const at = join(path, 'source')
  const source = readFields(block['source'], at)
  if (source['type'] === 'base64') {
    return {
      type: 'file',
      kind: 'image-data',
      source: readString(source, 'data', at),
      mediaType: readString(source, 'media_type', at),
      path: at,
    }
  }
  if (source['type'] !== 'url') throw onlyAtAnthropic(at, source['type'])
  const url = readUrl(source, at)
  const extension = /\.(\w+)$/.exec(url.pathname)?.[1]?.toLowerCase() ?? ''
  const mediaType = EXTENSIONS[extension] ?? 'image/jpeg'
  return { type: 'file', kind: 'image-url', source: url.href, mediaType, path: at }
}

/** A PDF stays a document; a text document becomes text, which every model reads. */
export function parseDocument(block: Fields, path: string): (FileBlock | TextBlock)[] {
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
        throw cannotTranslate(
          join(at, 'media_type'),
          `documents of the type ${mediaType} can’t be translated`,
        )
      }
      return [...headed, { type: 'file', kind: 'pdf-data', source: data, mediaType, name, path: at }]
    }
    case 'text':
      return [...headed, { type: 'text', text: readString(source, 'data', at) }]
    case 'content':
      return [...headed, ...parseContentSource(source['content'], join(at, 'content'))]
    case 'url': {
      const { href } = readUrl(source, at)
      return [
        ...headed,
        { type: 'file', kind: 'pdf-url', source: href, mediaType: 'application/pdf', name, path: at },
      ]
    }
    default:
      throw onlyAtAnthropic(at, source['type'])
  }
}

function parseContentSource(content: unknown, path: string): (FileBlock | TextBlock)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return readList(content, path).map((value, index) => {
    const at = join(path, index)
    const block = readFields(value, at)
    if (block['type'] === 'image') return parseImage(block, at)
    return { type: 'text', text: readString(block, 'text', at) }
  })
}

function readUrl(source: Fields, path: string): URL {
  const url = readString(source, 'url', path)
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw cannotTranslate(join(path, 'url'), 'only http and https addresses are supported')
  }
  return new URL(url)
}

/** `file`: an upload to Anthropic's Files API, which other providers cannot read. */
function onlyAtAnthropic(path: string, type: unknown): Error {
  return cannotTranslate(
    path,
    `a source of the type "${String(type)}" only works with Anthropic. Send the data itself.`,
  )
}
