import type { Message } from '../en.ts'

/** Settings files, providers and routes: what was left out, what leads nowhere, what was done. */
export const SETTINGS_EN = {
  // In front of an issue.
  'issue.at': '{path}: {text}',
  'issue.at_line': 'line {line}, {path}: {text}',
  'issue.in_file': '{file}: {text}',

  // What follows from an issue in a file.
  'effect.entry_ignored': 'This entry is ignored.',
  'effect.value_kept': 'The previous value stays in effect.',
  'effect.file_kept': 'The previous settings stay in effect.',
  'effect.nothing_changed': 'Nothing was changed.',

  // The file as a whole.
  'file.not_object': 'The file must contain a JSON object.',
  'file.too_large': 'The file is larger than {megabytes} MB.',
  'file.too_deep': 'The file is nested too deeply.',
  'file.not_utf8': 'The file isn’t UTF-8. Save it as UTF-8, then try again.',
  'file.unreadable': '{path} can’t be read.',
  'file.unwritable': '{path} can’t be written.',
  'file.not_editable':
    '{path} can’t be edited without losing something. Look for a key that appears twice, fix it and save again.',
  'file.fix': 'Fix {path} and save again.',
  'settings.more_issues': 'There are more issues.',

  // A syntax error in a JSON file.
  'json.unexpected_character': 'Line {line}, column {column}: unexpected character.',
  'json.bad_number': 'Line {line}, column {column}: an invalid number.',
  'json.name_missing': 'Line {line}, column {column}: a name in double quotes is missing.',
  'json.value_missing': 'Line {line}, column {column}: a value is missing.',
  'json.colon_missing': 'Line {line}, column {column}: a colon is missing.',
  'json.comma_missing': 'Line {line}, column {column}: a comma is missing.',
  'json.brace_missing': 'Line {line}, column {column}: a closing } is missing.',
  'json.bracket_missing': 'Line {line}, column {column}: a closing ] is missing.',
  'json.text_after_end': 'Line {line}, column {column}: text after the end of the JSON value.',
  'json.bad_comment': 'Line {line}, column {column}: a comment that isn’t allowed or doesn’t end.',
  'json.quote_missing': 'Line {line}, column {column}: a closing double quote is missing.',
  'json.bad_escape': 'Line {line}, column {column}: an invalid escape sequence.',

  // Why the system refused.
  'system.no_permission': 'You don’t have permission.',
  'system.no_permission_or_open': 'You don’t have permission, or another program has it open.',
  'system.busy': 'Another program has it open, or it is a mount point.',
  'system.read_only': 'The disk is read-only.',
  'system.disk_full': 'The disk is full.',
  'system.folder': 'It is a folder.',
  'system.not_folder': 'A file is where one of its folders should be.',
  'system.not_regular': 'It is a pipe or a device.',
  'system.too_large': 'It is too large.',
  'system.missing': 'It doesn’t exist.',
  'system.link_loop': 'Its symbolic links form a loop.',
  'system.too_many_files': 'Too many files are open.',
  'system.other': 'The system refused ({error}).',

  // Providers.
  'provider.not_found': 'The provider “{provider}” doesn’t exist.',
  'provider.exists': '“{provider}” is already set up. Change that one.',
  'provider.not_removable':
    '“{provider}” doesn’t come from config.json, so it can’t be removed. Turn it off instead.',
  'provider.not_renamable': '“{provider}” doesn’t come from config.json, so it can’t be renamed.',
  'provider.in_use': 'Routes use it: {routes}. Change them first.',
  'provider.removed': 'The provider “{provider}” was removed.',
  'provider.switched_on': 'The provider “{provider}” is turned on.',
  'provider.switched_off': 'The provider “{provider}” is turned off.',
  'provider.no_key': 'The provider “{provider}” has no key. Add it in Signalbox.',
  'provider.no_key_variables':
    'The provider “{provider}” has no key. Add it in Signalbox, or set {variables}.',
  'provider.no_address': 'The provider “{provider}” has no address. Set its apiBaseUrl.',
  'provider.bad_address': 'The apiBaseUrl of the provider “{provider}” isn’t an http or https address.',
  'provider.native_format': 'The provider “{provider}” uses Anthropic’s own format.',
  'provider.env_unknown': 'PROVIDER={provider} is unknown. Known: {names}.',
  'provider.env_needs_model': 'PROVIDER={provider} also needs {variable}.',
  'provider.env_bad_name': '{variable} is not a valid provider name.',
  'provider.env_missing':
    'PROVIDER={provider} names a provider that isn’t set up. Every request is refused until it is.',

  // Routes that lead nowhere.
  'route.provider_missing': 'The route “{route}” uses the provider “{provider}”, which isn’t set up.',
  'route.provider_off': 'The route “{route}” uses the provider “{provider}”, which is turned off.',
  'route.fallback_missing':
    'A fallback of the route “{route}” uses the provider “{provider}”, which isn’t set up.',
  'route.fallback_off':
    'A fallback of the route “{route}” uses the provider “{provider}”, which is turned off.',
  'agent.provider_missing': 'The sub-agent “{agent}” uses the provider “{provider}”, which isn’t set up.',
  'agent.provider_off': 'The sub-agent “{agent}” uses the provider “{provider}”, which is turned off.',
  'agent.bad_name': 'The agent name “{agent}” can’t be a file name.',
  'agent.no_prompt': '{path} has no prompt after its front matter, so the agent isn’t recognized.',
  'agent.no_file': 'No file of the agent “{agent}” can be read. Searched: {paths}.',

  // The import from claude-code-router.
  'import.no_file': 'claude-code-router has no settings file.',
  'import.not_json': '{path} doesn’t contain a JSON object.',
  'import.incomplete_provider': 'Providers[{index}] has no name or no address.',
  'import.bad_route': 'Router.{route} must have the form provider,model.',
  'import.custom_router': 'A custom router script can’t be imported.',
  'import.key_unset': 'The key of “{provider}” is a variable that isn’t set.',
  'import.transformers':
    'The transformers of “{provider}” aren’t imported. Signalbox translates requests itself.',
  'import.provider_kept': 'Signalbox already has the provider “{provider}”. It stays unchanged.',
  'import.route_kept': 'Signalbox already has the route “{route}”. It stays unchanged.',

  // The request log.
  'request.body_missing': 'The request doesn’t exist, or its body wasn’t stored.',
  'request.headers_missing': 'The request doesn’t exist, or its headers weren’t stored.',

  // Why the request log gives no answer.
  'storage.locked': 'Another program has locked the database. Signalbox keeps retrying.',
  'storage.disk_full': 'The disk is full. Free some space.',
  'storage.read_only': 'The data folder is read-only. Make it writable for Signalbox.',
  'storage.io_error': 'The disk reports an error. Check the disk with the data folder.',
  'storage.unreachable': 'PostgreSQL doesn’t respond or rejects Signalbox. Check DATABASE_URL.',
  'storage.broken': 'The database is damaged. Signalbox sets it aside and starts a new one.',
  'storage.newer_schema': 'A newer Signalbox wrote the database. Update this one.',
  'storage.foreign':
    'The file or schema belongs to another program. Choose another one in DB_PATH or DATABASE_URL.',
  'storage.displaced':
    'The database was deleted, moved or replaced. Recording continues in a new one. Try again.',
  'storage.refused': 'The database rejected the query. See Signalbox’s log.',
  'storage.updating':
    'The request log is being updated for this version (step {step} of {steps}). Requests are forwarded meanwhile, and logged afterwards.',
  'storage.worker_lost': 'The database thread stopped responding. Signalbox restarts it.',
} as const satisfies Record<string, Message>
