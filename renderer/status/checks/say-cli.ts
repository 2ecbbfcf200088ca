import type { FoundBy, InstallSource, RejectedBinary } from '../../../shared/health/cli.ts'
import type { CheckOf } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { t } from '../../language/t.ts'
import { codeDetail, detail } from './detail.ts'
import { explain } from './explain.ts'
import type { CheckText, Detail } from './check-line.ts'

type CliCheck = CheckOf<'claude_cli' | 'codex_cli'>
type CliDetails = CliCheck['details']

export function sayClaude(check: CheckOf<'claude_cli'>): CheckText {
  return { ...say(check), label: 'Claude Code' }
}

/** Codex is optional, so its absence is not a problem. */
export function sayCodex(check: CheckOf<'codex_cli'>): CheckText {
  const said = { ...say(check), label: 'Codex' }
  return check.details.cli_status === 'not_installed'
    ? { ...said, value: t('not installed'), tone: 'quiet' }
    : said
}

function say({ details, message }: CliCheck): Omit<CheckText, 'label'> {
  return {
    value: toValue(details),
    tone: details.cli_status === 'available' ? 'good' : 'plain',
    details: toDetails(details, explain(message, details.error)),
    foundAt: toTime(details.checked_at),
  }
}

function toValue({ cli_status, version_full: full, version }: CliDetails): string {
  switch (cli_status ?? 'unchecked') {
    case 'available':
      return full ?? version ?? t('installed')
    case 'not_installed':
      return t('not found')
    case 'binary_found_but_errors':
    case 'error':
      return t('found, but doesn’t start')
    case 'timeout':
      return t('doesn’t respond')
    case 'unchecked':
      return t('couldn’t be checked')
  }
}

function toDetails(details: CliDetails, error: string | undefined): Detail[] {
  const {
    cli_status,
    binary_path: path,
    realpath,
    source,
    found_by,
    duplicates = [],
    rejected = [],
  } = details
  const isLink = realpath !== undefined && realpath !== path
  return [
    // The value already says that it is not installed.
    detail(t('Error'), cli_status === 'not_installed' ? undefined : error),
    codeDetail(t('Found at'), path),
    codeDetail(t('Links to'), isLink ? path && realpath : undefined),
    detail(t('Installed by'), path && source && origin(source, found_by)),
    codeDetail(others(duplicates.length), ...duplicates.map((one) => one.path)),
    detail(t('Unusable'), ...rejected.map((one) => `${one.path}: ${whyNot(one.reason)}`)),
    codeDetail(t('Searched in'), ...(path ? [] : (details.searched_paths ?? []))),
  ].flat()
}

function others(count: number): string {
  return t('{{count}} other installations', { count })
}

function origin(source: InstallSource, foundBy: FoundBy | undefined): string {
  const name = nameOf(source)
  return foundBy === 'login_shell'
    ? t('{{source}}, found through the login shell’s PATH', { source: name })
    : name
}

function nameOf(source: InstallSource): string {
  switch (source) {
    case 'native':
      return t('its own installer')
    case 'npm':
      return 'npm'
    case 'homebrew':
      return 'Homebrew'
    case 'nvm':
      return t('npm, under nvm')
    case 'volta':
      return 'Volta'
    case 'bun':
      return 'Bun'
    case 'other':
      return t('unknown')
  }
}

function whyNot(reason: RejectedBinary['reason']): string {
  switch (reason) {
    case 'missing':
      return t('doesn’t exist')
    case 'broken_link':
      return t('broken link')
    case 'not_a_file':
      return t('not a file')
    case 'not_executable':
      return t('not executable')
    case 'unreadable':
      return t('unreadable')
  }
}
