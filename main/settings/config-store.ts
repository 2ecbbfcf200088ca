import { createMutex } from '../base/mutex.ts'
import { isUtf8 } from 'node:buffer'
import { basename, dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type CodedIssue, issueInEnglish } from '../../shared/coded-issue.ts'
import { AppError } from '../../shared/errors.ts'
import { ConfigError } from '../../shared/config-error.ts'
import { createListeners } from '../base/listeners.ts'
import { coded } from '../../shared/language/say.ts'
import { explainRefusal } from '../base/explain-refusal.ts'
import { makeFolder } from '../base/make-folder.ts'
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../shared/live-settings.ts'
import { NODE_FILES } from '../base/file-system.ts'
import { withLock } from '../base/folder-lock.ts'
import { readRegularFile, readRegularFileSync } from '../base/read-regular-file.ts'
import { writePrivateFile } from '../base/write-private-file.ts'
import { changeConfigText } from './live/change-config-text.ts'
import { parseLiveSettings } from './live/parse-live-settings.ts'
import { watchFiles } from '../base/watch-files.ts'

/** Time for another writer to finish before its file counts as broken or deleted. In ms. */
const SETTLE_MS = 250

export interface ConfigStore {
  /** Current settings. Referentially stable; do not mutate. */
  read: () => LiveSettings
  /** Ignored parts of the file and the reasons, with line numbers. */
  problems: () => readonly CodedIssue[]
  /**
   * Saves whole sections and resolves with the new settings. Updates run one after the other.
   *
   * @throws ConfigError and changes nothing
   */
  update: (change: Partial<LiveSettings>) => Promise<LiveSettings>
  /** Called when settings or problems have changed, by an update or in an editor. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
  close: () => void
}

export interface ConfigStoreDeps {
  /** Path of `config.json`. Neither it nor its folder need exist. */
  path: string
  log: { warn: (facts: object, message: string) => void }
  settleMs?: number
}

/** The live part of `config.json`: read leniently, watched, and edited without touching unknown parts. */
export function createConfigStore({ path, log, settleMs = SETTLE_MS }: ConfigStoreDeps): ConfigStore {
  const listeners = createListeners()
  let settings = DEFAULT_LIVE_SETTINGS
  let problems: readonly CodedIssue[] = []
  /** Serializes reads and writes. */
  const { runExclusive } = createMutex()

  function take(next: LiveSettings, issues: readonly CodedIssue[]): void {
    const found = issues.map((issue) => ({ ...issue, file: path }))
    const isNew = !isDeepStrictEqual(next, settings)
    if (!isNew && isDeepStrictEqual(found, problems)) return
    const known = new Set(problems.map(issueInEnglish))
    for (const sentence of found.map(issueInEnglish)) if (!known.has(sentence)) log.warn({}, sentence)
    if (isNew) settings = next
    problems = found
    listeners.notify()
  }
  function takeText(text: string, problem: readonly CodedIssue[] = []): void {
    const parsed = parseLiveSettings(text, settings)
    take(parsed.settings, [...problem, ...parsed.problems])
  }
  function takeBytes(bytes: Buffer | undefined): void {
    if (bytes === undefined) return take(DEFAULT_LIVE_SETTINGS, [])
    takeText(bytes.toString('utf8'), isUtf8(bytes) ? [] : [coded('file.not_utf8')])
  }
  async function reload(): Promise<void> {
    try {
      let bytes = await readBytes(path)
      if (bytes === undefined || parseLiveSettings(bytes.toString('utf8'), settings).file === undefined) {
        await pause(settleMs, undefined, { ref: false })
        bytes = await readBytes(path)
      }
      takeBytes(bytes)
    } catch (error) {
      take(settings, [{ ...explainRefusal(error), effect: 'effect.file_kept' }])
    }
  }
  async function save(change: Partial<LiveSettings>): Promise<LiveSettings> {
    const changed = await withFolderOf(path, () => saveLocked(change))
    watcher.rearm()
    takeText(changed)
    return settings
  }
  /** The lock stops another Signalbox but not an editor, so the text is compared as late as possible. */
  async function saveLocked(change: Partial<LiveSettings>): Promise<string> {
    for (;;) {
      const found = await readEditable(path).catch((error: unknown) => refuse(path, error))
      const text = found ?? '{}\n'
      const changed = changeConfigText(text, { change, current: settings, path })
      if (changed === text) return changed
      if (await write(path, { text: changed, expected: found })) return changed
    }
  }

  try {
    takeBytes(readBytesNow(path))
  } catch (error) {
    take(settings, [explainRefusal(error)])
  }
  const watcher = watchFiles(dirname(path), {
    names: [basename(path)],
    onChange: () => void runExclusive(reload),
  })

  return {
    read: () => settings,
    problems: () => problems,
    update: (change) => runExclusive(() => save(change)),
    onChange: listeners.add,
    close: watcher.close,
  }
}

/** Holds the lock that other Signalbox processes respect while running an action; creates the folder if needed. */
async function withFolderOf<T>(path: string, act: () => Promise<T>): Promise<T> {
  const folder = dirname(path)
  try {
    await makeFolder(folder, 0o700)
    return await withLock(NODE_FILES, folder, act)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    return refuse(path, error)
  }
}

/** @returns false, without a change, if the file differs from the expected text */
async function write(
  path: string,
  { text, expected }: { text: string; expected: string | undefined },
): Promise<boolean> {
  try {
    if ((await readText(path)) !== expected) return false
    // The file holds keys.
    await writePrivateFile(path, text)
    return true
  } catch (error) {
    return refuse(path, error)
  }
}

function refuse(path: string, error: unknown): never {
  const why = error instanceof AppError ? error.issues : [explainRefusal(error)]
  const issues = [coded('file.unwritable', { path }), ...why, coded('effect.nothing_changed')]
  throw new ConfigError('not_saved', issues, { cause: error })
}

async function readText(path: string): Promise<string | undefined> {
  return (await readBytes(path))?.toString('utf8')
}

/** @throws AppError if the text would not survive a change: other encodings are decoded with replacement characters */
async function readEditable(path: string): Promise<string | undefined> {
  const bytes = await readBytes(path)
  if (bytes !== undefined && !isUtf8(bytes))
    throw new AppError('bad_body', { issues: [coded('file.not_utf8')] })
  return bytes?.toString('utf8')
}

/** `undefined` when there is no such file. */
async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readRegularFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function readBytesNow(path: string): Buffer | undefined {
  try {
    return readRegularFileSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
