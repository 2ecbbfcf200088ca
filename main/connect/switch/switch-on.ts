import { variableIn } from '../edit/settings-file.ts'
import { type Edits, isOurs } from '../edit/edits.ts'
import { parseOrRefuse, settingsIgnored } from '../edit/settings-error.ts'
import { hasStatusLine, takeBackStatusLine, writeStatusLine } from '../edit/status-line.ts'
import { takeBackEdits } from '../edit/take-back-edits.ts'
import { toStrictJson } from '../edit/to-strict-json.ts'
import { type Variable, writeVariables } from '../edit/write-variables.ts'
import type { FoundFile } from '../files/read-settings-file.ts'
import type { ConnectRecord, Origin, RecordedConnection } from '../record.ts'
import { BASE_URL, TOOL_SEARCH } from '../variables.ts'
import { originOf } from './choose-origin.ts'
import type { SwitchDeps } from './deps.ts'
import { editSettings, makeFolder, removeFolders } from './edit-settings.ts'

export interface Wish {
  baseUrl: string
  toolSearch: boolean
  /** Adds our line to Claude Code's status line. */
  statusLine: boolean
  restoreOnQuit: boolean
  /** Permission to remove comments that make Claude Code ignore the file. */
  repair: boolean
}

/**
 * Connects Claude Code to us. Updates values that are already ours; values written by others since become the ones to
 * restore on disconnect.
 *
 * @throws AppError `claude_settings_ignored`, `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
 */
export async function switchOn(deps: SwitchDeps, wish: Wish): Promise<void> {
  const made = await makeFolder(deps)
  try {
    // Before the settings change, so that others find the leftovers of a crash.
    await deps.peers.enter()
    await write(deps, { ...wish, madeFolder: made !== undefined })
  } catch (error) {
    await removeTraces(deps, made)
    throw error
  }
}

async function write(
  deps: SwitchDeps,
  { madeFolder, ...wish }: Wish & { madeFolder: boolean },
): Promise<void> {
  const path = deps.files.settings
  const peers = await deps.peers.list()
  await editSettings(deps, {
    path,
    decide(file, record) {
      const { content, edits, unrepaired, origin } = planConnect(file, record.connection, {
        ...wish,
        platform: deps.platform,
        peers,
      })
      const connection: RecordedConnection = {
        path,
        baseUrl: wish.baseUrl,
        phase: 'connecting',
        owner: deps.self,
        edits,
        ...(unrepaired !== undefined && { unrepaired }),
        ...(origin !== undefined && { origin }),
        madeFolder: madeFolder || (record.connection?.path === path && record.connection.madeFolder),
        since: new Date(deps.now()).toISOString(),
      }
      const { toolSearch, statusLine, restoreOnQuit } = wish
      const choices = { toolSearch, statusLine, restoreOnQuit }
      const before: ConnectRecord = { ...record, ...choices, connection, farewell: null }
      return { content, before, after: { ...before, connection: { ...connection, phase: 'connected' } } }
    },
  })
}

/** After a refusal: what was made for the connection goes, unless there is a connection after all. */
async function removeTraces(deps: SwitchDeps, made: string | undefined): Promise<void> {
  const record = await deps.record.read().catch(() => undefined)
  if (record?.connection !== null) return
  await deps.peers.leave()
  if (made !== undefined) await removeFolders(deps, made)
}

/**
 * The file after connecting. Pure, and also used for the preview.
 *
 * @throws AppError `claude_settings_ignored`, `claude_settings_unreadable`
 */
export function planConnect(
  file: Pick<FoundFile, 'path' | 'content'>,
  connection: RecordedConnection | null,
  wish: Pick<Wish, 'baseUrl' | 'toolSearch' | 'statusLine' | 'repair'> & {
    platform: NodeJS.Platform
    peers?: readonly RecordedConnection[]
  },
): { content: string; edits: Edits; unrepaired?: string; origin?: Origin } {
  const { baseUrl, toolSearch, repair } = wish
  const wanted: Variable[] = [{ name: BASE_URL, value: baseUrl, adopt: true }]
  if (toolSearch) wanted.push({ name: TOOL_SEARCH, value: 'true' })
  const edits = editsInPlace(file, connection)
  const strict = strictOf(file, { repair, isKept: edits !== undefined })
  const origin = originIn(file, { edits, connection, peers: wish.peers ?? [] })
  const written = writeVariables({ ...file, content: strict }, { wanted, edits })
  const planned = {
    ...withStatusLine({ path: file.path, content: written.content }, written.edits, wish),
    ...(origin !== undefined && { origin }),
  }
  if (strict === file.content) {
    const unrepaired = edits === undefined ? undefined : connection?.unrepaired
    return { ...planned, ...(unrepaired !== undefined && { unrepaired }) }
  }
  const before = edits === undefined ? file.content : takeBackEdits(file, edits).content
  return { ...planned, ...(before !== null && { unrepaired: before }) }
}

/** Writes our status line, or takes it back if it is no longer wanted. */
function withStatusLine(
  file: { path: string; content: string },
  edits: Edits,
  wish: Pick<Wish, 'baseUrl' | 'statusLine'> & { platform: NodeJS.Platform },
): { content: string; edits: Edits } {
  const { statusLine, ...others } = edits
  const { content, edits: rest } = wish.statusLine
    ? writeStatusLine(file, edits, wish)
    : { content: takeBackStatusLine(file, statusLine).content, edits: others }
  return { content: content ?? file.content, edits: rest }
}

/** The connection that ours replaced in the file, if its address was another Signalbox's. */
function originIn(
  { path, content }: Pick<FoundFile, 'path' | 'content'>,
  {
    edits,
    connection,
    peers,
  }: {
    edits: Edits | undefined
    connection: RecordedConnection | null
    peers: readonly RecordedConnection[]
  },
): Origin | undefined {
  const current = content === null ? undefined : variableIn(parseOrRefuse(content, path), BASE_URL)
  const own = edits?.entries.find(({ name }) => name === BASE_URL)
  // Another Signalbox may have replaced the address since and kept our other variables.
  return own !== undefined && isOurs(own, current) ? connection?.origin : originOf(current, { path, peers })
}

/** The content that Claude Code reads. An existing connection is kept up whatever was added to the file since. */
function strictOf(
  { path, content }: Pick<FoundFile, 'path' | 'content'>,
  { repair, isKept }: { repair: boolean; isKept: boolean },
): string | null {
  if (content === null) return null
  const { ignoredAt, mark, text } = parseOrRefuse(content, path)
  if (ignoredAt === undefined || (isKept && !repair)) return content
  const strict = toStrictJson(text)
  if (repair && strict !== undefined) return mark + strict
  throw settingsIgnored(path, { place: ignoredAt, isRepairable: strict !== undefined })
}

/**
 * Our recorded edits of this file; undefined if the file contains none of them, because it was never written or all
 * were removed.
 */
function editsInPlace(
  file: Pick<FoundFile, 'path' | 'content'>,
  connection: RecordedConnection | null,
): Edits | undefined {
  if (connection === null || connection.path !== file.path || file.content === null) return undefined
  const settings = parseOrRefuse(file.content, file.path)
  const isThere = connection.edits.entries.some((entry) => isOurs(entry, variableIn(settings, entry.name)))
  return isThere || hasStatusLine(settings, connection.edits.statusLine) ? connection.edits : undefined
}
