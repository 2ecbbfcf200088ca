import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TranslatedType } from '../resolve-provider.ts'

export interface Fixture {
  /** `chat/text` */
  name: string
  /** Provider types that use this format, the plainest first. */
  types: readonly [TranslatedType, ...TranslatedType[]]
  bytes: Buffer
}

const FOLDER = join(import.meta.dirname, '..', 'fixtures')

const TYPES: Readonly<Record<string, Fixture['types']>> = {
  chat: ['openai', 'openai-compatible', 'ollama', 'deepseek', 'openrouter', 'groq'],
  responses: ['openai-responses'],
  gemini: ['gemini'],
  deepseek: ['deepseek'],
  openrouter: ['openrouter'],
  groq: ['groq'],
  mistral: ['mistral'],
  xai: ['xai'],
}

/** The provider streams in the fixtures folder, named after their situation. */
export async function listFixtures(): Promise<Fixture[]> {
  const files = await readdir(FOLDER, { recursive: true })
  const names = files.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.sse'))
  return await Promise.all(
    names.toSorted().map(async (file) => {
      const [folder = ''] = file.split('/')
      const types = TYPES[folder]
      if (types === undefined) throw new Error(`no provider speaks as ${file} does`)
      return { name: file.replace(/\.sse$/, ''), types, bytes: await readFile(join(FOLDER, file)) }
    }),
  )
}
