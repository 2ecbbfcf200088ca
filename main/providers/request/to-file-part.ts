import type { LanguageModelV4FilePart } from '@ai-sdk/provider'
import { cannotTranslate } from '../errors.ts'
import type { FileBlock, TextBlock } from './blocks.ts'
import type { Target } from './target.ts'

/**
 * A file of a kind that the target accepts; see `describeUnsupported` for others.
 */
export function toFilePart(block: FileBlock): LanguageModelV4FilePart {
  return {
    type: 'file',
    mediaType: block.mediaType,
    ...(block.name !== undefined && { filename: toFileName(block.name) }),
    data: isUrl(block) ? { type: 'url', url: new URL(block.source) } : { type: 'data', data: block.source },
  }
}

const REFUSAL = {
  'image-data': 'no images.',
  'image-url': 'no images by URL. Send the data itself.',
  'pdf-data': 'no PDF documents. Send their text.',
  'pdf-url': 'no PDF documents by URL. Send the data itself, or their text.',
} as const satisfies Record<FileBlock['kind'], string>

/**
 * A sentence in place of a file that the target does not accept.
 *
 * @throws ProviderError that names the block if the user has just attached it, because the answer would ignore it
 */
export function describeUnsupported(block: FileBlock, { provider, model, omissions }: Target): TextBlock {
  const { kind, name, source, path, isNew } = block
  if (isNew) {
    throw cannotTranslate(path, `the provider "${provider.name}" (model ${model}) accepts ${REFUSAL[kind]}`)
  }
  const isImage = kind.startsWith('image')
  omissions.sayInWords(isImage ? 'image' : 'document')
  const what = [isImage ? 'Image' : 'PDF document', isUrl(block) ? source : name && `“${name}”`]
  return { type: 'text', text: `[${what.filter(Boolean).join(' ')} left out: this model can’t read it.]` }
}

function isUrl({ kind }: FileBlock): boolean {
  return kind === 'image-url' || kind === 'pdf-url'
}

function toFileName(title: string): string {
  const name = title.replaceAll(/[^\w. -]/g, '_').slice(0, 100)
  return name.toLowerCase().endsWith('.pdf') ? name : `${name}.pdf`
}
