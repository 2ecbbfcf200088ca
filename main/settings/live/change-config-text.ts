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

/** Written by Windows' Notepad; not valid JSON. */
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Applies a change to the text of `config.json`. Edits only the named sections, and as few bytes as possible.
 *
 * @param options.current the current settings, for invalid parts of the text
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
  // A section that the file omits stays absent while it has its default value.
  const members = Object.keys(sections).flatMap((name) =>
    isRecord(merged) && Object.hasOwn(merged, name) ? [[name, merged[name]]] : [],
  )
  const edited = editJsonText(file, Object.fromEntries(members))
  // Verifies the edit. With a duplicate key, for example, the first would be edited, but the last one counts.
  if (edited === undefined || !isDeepStrictEqual(parseLiveSettings(edited, wanted).settings, wanted)) {
    throw new ConfigError('broken_file', [coded('file.not_editable', { path }), UNCHANGED])
  }
  return mark + edited
}

const UNCHANGED = coded('effect.nothing_changed')
