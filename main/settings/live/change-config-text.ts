import { isDeepStrictEqual } from 'node:util'
import { ConfigError } from '../../../shared/config-error.ts'
import { coded } from '../../../shared/language/say.ts'
import { DEFAULT_LIVE_SETTINGS, LiveSettings } from '../../../shared/live-settings.ts'
import { checkLiveSettings } from './check-live-settings.ts'
import { editJsonText } from './edit-json-text.ts'
import { mergePart } from './merge-part.ts'
import { parseJsonFile } from './parse-json-file.ts'
import { parseLiveSettings } from './parse-live-settings.ts'
import { memberOf } from './read-entries.ts'

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
  const sections = checkLiveSettings(change)
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const { file, problem } = parseJsonFile(text.slice(mark.length))
  if (file === undefined)
    throw new ConfigError('broken_file', [{ file: path, ...problem }, coded('file.fix', { path }), UNCHANGED])

  const wanted = { ...parseLiveSettings(file.text, current).settings, ...sections }
  // A section that the file omits stays absent while it has its default value.
  const members = Object.entries(LiveSettings.properties).flatMap(([name, schema]) => {
    if (!Object.hasOwn(sections, name)) return []
    const meaning = { next: memberOf(sections, name), defaults: memberOf(DEFAULT_LIVE_SETTINGS, name) }
    const member = mergePart(schema, memberOf(file.value, name), meaning)
    return member === undefined ? [] : [[name, member]]
  })
  const edited = editJsonText(file, Object.fromEntries(members))
  // Verifies the edit. With a duplicate key, for example, the first would be edited, but the last one counts.
  if (edited === undefined || !isDeepStrictEqual(parseLiveSettings(edited, wanted).settings, wanted)) {
    throw new ConfigError('broken_file', [coded('file.not_editable', { path }), UNCHANGED])
  }
  return mark + edited
}

const UNCHANGED = coded('effect.nothing_changed')
