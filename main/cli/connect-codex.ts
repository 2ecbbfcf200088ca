import { CodexConnection, CodexDisconnected } from '../../shared/connection.ts'
import { type CodexConnector, wireCodex } from '../compose/codex.ts'
import { hasOpenAiProvider } from '../settings/open-gateway.ts'
import { askInstance } from './ask-instance.ts'
import { asAsked, complain, confirm, type ConnectOptions } from './connect.ts'
import { isSameFile } from './other-folder.ts'
import { printCodex } from './print-connection.ts'
import { toStderr, toStdout } from './print.ts'

type CodexOptions = Pick<ConnectOptions, 'settings' | 'env' | 'json' | 'howTo' | 'yes' | 'preview'>

const PATH = '/api/connection/codex'

/**
 * `signalbox connect codex`: shows the change, asks for confirmation, and has the running instance make it.
 *
 * @returns the exit code: 0 connected (or shown), 1 not connected, 3 no instance is running
 */
export async function connect(options: CodexOptions): Promise<number> {
  const { settings, json, preview, yes } = options
  const where = { port: settings.port, json, howTo: options.howTo }
  const found = await askInstance(settings, { method: 'GET', path: PATH, schema: CodexConnection })
  if (found.kind !== 'response') return complain(found, where)
  const other = await otherFolder(options, found.body)
  if (other !== undefined) return complain({ kind: 'refused', error: other }, where)
  if (found.body.preview?.action === 'disconnect') return showState(found.body, options)
  if (preview) return showPreview(found.body, options)
  if (!yes && !(await agrees(found.body, options))) {
    showPreview(found.body, options)
    if (!json) toStderr('Nothing was changed. Add --yes to apply the change.')
    return 1
  }
  const done = await askInstance(settings, {
    method: 'POST',
    path: `${PATH}/connect`,
    schema: CodexConnection,
  })
  return done.kind === 'response' ? showState(done.body, options) : complain(done, where)
}

/**
 * `signalbox disconnect codex`: reverts the change, with or without a running instance.
 *
 * @returns the exit code: 0 done (or shown), 1 the configuration could not be changed
 */
export async function disconnect(options: CodexOptions): Promise<number> {
  const { settings, json, preview, howTo } = options
  const where = { port: settings.port, json, howTo }
  const local = wireCodexLocally(options)
  const found = await askInstance(settings, { method: 'GET', path: PATH, schema: CodexConnection })
  if (found.kind === 'refused') return complain(found, where)
  const before = found.kind === 'response' ? found.body : await local.read()
  const other = await otherFolder(options, before)
  if (other !== undefined) return complain({ kind: 'refused', error: other }, where)
  if (preview) {
    const change = before.preview?.action === 'disconnect' ? before.preview : null
    return showPreview({ ...before, preview: change }, options)
  }
  const path = `${PATH}/disconnect`
  const asked = await askInstance(settings, { method: 'POST', path, schema: CodexDisconnected })
  const done = asked.kind === 'absent' ? await asAsked(() => local.disconnect()) : asked
  if (done.kind !== 'response') return complain(done, where)
  const { connection, left } = done.body
  if (json) toStdout(JSON.stringify(done.body))
  else {
    for (const name of left) toStderr(`${name} was changed after Signalbox wrote it. It stays as it is.`)
    printCodex(connection, { howTo, withPreview: false })
  }
  return 0
}

/** The switch without a running instance, on the same files. */
export function wireCodexLocally({
  settings,
  env,
}: Pick<ConnectOptions, 'settings' | 'env'>): CodexConnector {
  return wireCodex({
    dataDir: settings.dataDir,
    env,
    platform: process.platform,
    configuredUrl: `http://${settings.host}:${settings.port}`,
    log: { info: () => undefined, warn: (_facts, message) => toStderr(message) },
    hasProvider: () => hasOpenAiProvider(settings.configPath),
  })
}

/** A warning if the configuration to be changed is not that of this terminal's Codex. */
async function otherFolder(options: CodexOptions, asked: CodexConnection): Promise<string | undefined> {
  const { settingsPath } = await wireCodexLocally(options).read()
  if (await isSameFile(asked.settingsPath, settingsPath)) return undefined
  return `Signalbox changes ${asked.settingsPath}, but in this terminal Codex reads ${settingsPath}. Start both with the same HOME and CODEX_HOME.\nNothing was changed.`
}

type Shown = Pick<CodexOptions, 'json' | 'howTo'>

async function agrees(connection: CodexConnection, { json, howTo }: Shown): Promise<boolean> {
  if (json || !process.stdin.isTTY) return false
  printCodex(connection, { howTo, withPreview: true })
  return confirm('Connect Codex?')
}

function showPreview(connection: CodexConnection, { json, howTo }: Shown): number {
  if (json) toStdout(JSON.stringify(connection))
  else printCodex(connection, { howTo, withPreview: true })
  return 0
}

function showState(connection: CodexConnection, { json, howTo }: Shown): number {
  if (json) toStdout(JSON.stringify(connection))
  else printCodex(connection, { howTo, withPreview: false })
  return connection.state === 'connected' ? 0 : 1
}
