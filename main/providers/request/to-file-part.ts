import type { LanguageModelV4FilePart } from '@ai-sdk/provider'
import { cannotTranslate } from '../errors.ts'
import type { FileBlock } from './blocks.ts'
import type { Target } from './target.ts'

/** @throws ProviderError that names the block when the target does not support such files */
export function toFilePart(
  block: FileBlock,
  { provider, capabilities, model }: Target,
): LanguageModelV4FilePart {
  if (!capabilities.userFiles.includes(block.kind)) {
    throw cannotTranslate(
      block.path,
      `the provider "${provider.name}" (model ${model}) accepts ${REFUSAL[block.kind]}`,
    )
  }
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

function isUrl({ kind }: FileBlock): boolean {
  return kind === 'image-url' || kind === 'pdf-url'
}

function toFileName(title: string): string {
  const name = title.replaceAll(/[^\w. -]/g, '_').slice(0, 100)
  return name.toLowerCase().endsWith('.pdf') ? name : `${name}.pdf`
}
