import type { FoundBy, InstallSource, RejectedBinary } from '../../../shared/cli.ts'
import type { SeenCheck } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import type { Detail, Saying } from './check-line.ts'
import { type CliFacts, readCli } from './read-cli.ts'

/** Claude Code is what all this is for: without it something is missing. */
export function sayClaude(check: SeenCheck): Saying {
  return { ...say(check), label: 'Claude Code' }
}

/** Many never want Codex, so that without it nothing is missing. */
export function sayCodex(check: SeenCheck): Saying {
  const said = { ...say(check), label: 'Codex' }
  return readCli(check).state === 'not_installed' ? { ...said, value: 'not installed', tone: 'quiet' } : said
}

function say(check: SeenCheck): Omit<Saying, 'label'> {
  const facts = readCli(check)
  return {
    value: toValue(facts),
    tone: facts.state === 'available' ? 'good' : 'plain',
    details: toDetails(facts),
    foundAt: toTime(facts.checked_at),
  }
}

function toValue({ state, version_full: full, version }: CliFacts): string {
  switch (state) {
    case 'available':
      return full ?? version ?? 'installed'
    case 'not_installed':
      return 'not found'
    case 'binary_found_but_errors':
    case 'error':
      return 'found, but does not start'
    case 'timeout':
      return 'does not answer'
    case 'unchecked':
      return 'could not be checked'
  }
}

function toDetails(facts: CliFacts): Detail[] {
  const {
    state,
    error,
    binary_path: path,
    realpath,
    source,
    found_by,
    duplicates = [],
    rejected = [],
  } = facts
  const isLink = realpath !== undefined && realpath !== path
  return [
    // That nothing was found needs no second sentence.
    ...(error !== undefined && state !== 'not_installed' ? [{ label: 'It said', texts: [error] }] : []),
    ...(path ? [{ label: 'Found at', texts: [path], code: true }] : []),
    ...(path && isLink ? [{ label: 'A link to', texts: [realpath], code: true }] : []),
    ...(source && path ? [{ label: 'Installed by', texts: [origin(source, found_by)] }] : []),
    ...(duplicates.length > 0
      ? [{ label: others(duplicates.length), texts: duplicates.map((one) => one.path), code: true }]
      : []),
    ...(rejected.length > 0
      ? [{ label: 'Cannot be used', texts: rejected.map((one) => `${one.path}: ${WHY_NOT[one.reason]}`) }]
      : []),
    ...(path || !facts.searched_paths?.length
      ? []
      : [{ label: 'Looked for it at', texts: facts.searched_paths, code: true }]),
  ]
}

function others(count: number): string {
  return count === 1 ? '1 other installation' : `${count} other installations`
}

function origin(source: InstallSource, foundBy: FoundBy | undefined): string {
  const name = SOURCES[source]
  return foundBy === 'login_shell' ? `${name}, found through the login shell’s PATH` : name
}

const SOURCES: Readonly<Record<InstallSource, string>> = {
  native: 'its own installer',
  npm: 'npm',
  homebrew: 'Homebrew',
  nvm: 'npm, under nvm',
  volta: 'Volta',
  bun: 'Bun',
  other: 'unknown',
}

const WHY_NOT: Readonly<Record<RejectedBinary['reason'], string>> = {
  missing: 'does not exist',
  broken_link: 'a link to nothing',
  not_a_file: 'not a file',
  not_executable: 'not executable',
  unreadable: 'cannot be read',
}
