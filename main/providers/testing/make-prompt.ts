import { parseRequest } from '../request/parse-request.ts'
import { toPrompt } from '../request/to-prompt.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import { makeTarget } from './make-target.ts'

export const PNG = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBOR' } }

export const PDF = {
  type: 'document',
  source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
  title: 'Plan',
}

export const CALL = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { path: '/a' } }

export function prompt(body: object, type: TranslatedType = 'openai', model?: string) {
  const request = parseRequest({ max_tokens: 10, messages: [{ role: 'user', content: 'hi' }], ...body })
  return toPrompt(request, makeTarget(type, model))
}

export function user(...content: unknown[]) {
  return { role: 'user', content }
}

export function assistant(...content: unknown[]) {
  return { role: 'assistant', content }
}
