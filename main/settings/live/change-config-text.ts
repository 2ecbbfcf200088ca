import { isRecord } from '../../base/json/is-record.ts'
import { isDeepStrictEqual } from 'node:util'
import { ConfigError } from '../../../shared/config-error.ts'
import { coded } from '../../../shared/language/say.ts'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { checkLiveSettings } from './check-live-settings.ts'
import { editJsonText } from './edit-json-text.ts'
import { LIVE_SCHEMA } from './live-section.ts'
import { parseJsonFile } from './parse-json-file.ts'
import { parseLiveSettings } from './parse-live-settings.ts'

/** Windows' Notepad writes it, and it is no JSON. */
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * The text of `config.json` after a change: the sections that the change names, and not a byte more than they need.
 *
 * @param options.current what holds now, for the parts of the text that mean nothing
 * @param options.path names the file in messages
 * @throws ConfigError `invalid` for the change, `broken_file` for the text
 */
export function changeConfigText(
  text: string,
  { change, current, path }: { change: unknown; current: LiveSettings; path: string },
): string {
  const sections = checkLiveSettings(change, current)
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const { file, problem } = parseJsonFile(text.slice(mark.length))
  if (file === undefined)
    throw new ConfigError('broken_file', [{ file: path, ...problem }, coded('file.fix', { path }), UNCHANGED])

  const wanted = { ...parseLiveSettings(file.text, current).settings, ...sections }
  const merged = LIVE_SCHEMA.merge(file.value, wanted)
  // A section that the file leaves out, and that is as it is without it, stays out.
  const members = Object.keys(sections).flatMap((name) =>
    isRecord(merged) && Object.hasOwn(merged, name) ? [[name, merged[name]]] : [],
  )
  const edited = editJsonText(file, Object.fromEntries(members))
  // A key that stands twice, for example: the first would be edited, and the last would hold.
  if (edited === undefined || !isDeepStrictEqual(parseLiveSettings(edited, wanted).settings, wanted)) {
    throw new ConfigError('broken_file', [coded('file.not_editable', { path }), UNCHANGED])
  }
  return mark + edited
}

const UNCHANGED = coded('effect.nothing_changed')
