import { type Members, scanTopLevel, type Span } from '../../base/json/scan-top-level.ts'
import { readSystem } from './read-system.ts'

/**
 * Replacements for `spliceModel` that remove a tag from the texts of `system`.
 *
 * @param options.members the request's members, if already scanned
 */
export function cutTag(
  json: Buffer,
  { tag, members }: { tag: string; members?: Members | undefined },
): { span: Span; bytes: Buffer }[] {
  const system = (members ?? scanTopLevel(json, ['system']))?.get('system')
  if (system === undefined) return []
  return readSystem(json, system)
    .filter(({ text }) => text.includes(tag))
    .map(({ text, span }) => ({ span, bytes: Buffer.from(JSON.stringify(text.replace(tag, ''))) }))
}
