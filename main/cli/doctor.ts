import { type CodexConnection, Connection, type DoctorReport, type Problem } from '../../shared/connection.ts'
import { describeEnvFile } from '../settings/describe-env-file.ts'
import { toOtherSettings } from '../../shared/to-problem.ts'
import { RoutesView } from '../../shared/routing-api.ts'
import { readRoutingProblems } from '../compose/routing.ts'
import { askClaudeVersion } from './ask-claude-version.ts'
import { askInstance } from './ask-instance.ts'
import { wireLocally, type ConnectOptions } from './connect.ts'
import { wireCodexLocally } from './connect-codex.ts'
import { findWarnings } from './find-warnings.ts'
import { isSameFile } from './other-folder.ts'
import type { HowToRun } from './how-to-run.ts'
import { forCodex, printConnection, printProblems, printWarnings, sayFix } from './print-connection.ts'
import { toStdout } from './print.ts'

const FEATURES: Record<DoctorReport['connection']['fidelity'][number]['feature'], string> = {
  sign_in: 'Sign-in',
  tool_search: 'Tool search',
  context_1m: '1M-token context',
  prompt_cache: 'Prompt cache',
  remote_control: 'Remote Control',
  organization_settings: 'Organization settings',
  tool_streaming: 'Streaming of tool calls',
  fast_mode: 'Fast mode',
  auto_mode: 'Auto mode',
  model_discovery: 'Models in /model',
  tracing: 'Tracing',
}

/**
 * `signalbox doctor`: checks everything that decides where this terminal's Claude Code sends requests. A running
 * instance only tells which settings file it changes and which version of Claude Code it found, because it may have
 * been started with another environment.
 *
 * @returns the exit code: 0 no errors, 1 errors were found
 */
export async function doctor(
  options: Pick<ConnectOptions, 'settings' | 'env' | 'json' | 'howTo'>,
): Promise<number> {
  const claudeVersion = await askClaudeVersion(options.settings)
  const local = wireLocally({ ...options, claudeVersion })
  const [report, problems] = await Promise.all([local.doctor(), compareFolders(options)])
  const isKnown = report.problems.some(({ code }) => code === 'other_settings')
  const whole = isKnown ? report : { ...report, problems: [...report.problems, ...problems] }
  const { envFile = null } = options.settings
  const routing = await routingProblems(options)
  const told = [...(await findWarnings(options.settings)), ...routing]
  const codex = await wireCodexLocally(options).read()
  if (options.json) toStdout(JSON.stringify({ ...whole, routing, codex, envFile }))
  else {
    print(whole, told, options.howTo)
    if (isAboutUs(codex)) printCodexFindings(codex, options.howTo)
  }
  if (!options.json && envFile !== null) toStdout(describeEnvFile(envFile))
  const isCodexWell = !isAboutUs(codex) || codex.problems.every(({ severity }) => severity !== 'error')
  return report.healthy && isCodexWell ? 0 : 1
}

/** True if Codex has our address, or had it. Other users of Codex need no findings about it. */
function isAboutUs({ preview, problems }: CodexConnection): boolean {
  return preview?.action === 'disconnect' || problems.some(({ code }) => code === 'changed_by_user')
}

function printCodexFindings({ sentence, settingsPath, problems }: CodexConnection, howTo: HowToRun): void {
  toStdout(`\n${sentence} Its configuration: ${settingsPath}`)
  printProblems(problems, forCodex(howTo))
}

/**
 * From the running instance, whose environment counts; without one, from the configuration file and this environment.
 */
async function routingProblems({ settings }: Pick<ConnectOptions, 'settings'>): Promise<readonly string[]> {
  const asked = await askInstance(settings, { method: 'GET', path: '/api/routes', schema: RoutesView })
  return asked.kind === 'response' ? asked.body.problems : readRoutingProblems(settings)
}

async function compareFolders({
  settings,
  env,
}: Pick<ConnectOptions, 'settings' | 'env'>): Promise<Problem[]> {
  const asked = await askInstance(settings, { method: 'GET', path: '/api/connection', schema: Connection })
  if (asked.kind !== 'response') return []
  const changed = asked.body.settingsPath
  const { settingsPath: read } = await wireLocally({ settings, env }).read()
  if (await isSameFile(changed, read)) return []
  return [toOtherSettings({ changed, read })]
}

function print(
  { connection, definitions, problems, searched }: DoctorReport,
  others: readonly string[],
  howTo: HowToRun,
): void {
  printConnection({ ...connection, problems: [] }, howTo)
  if (connection.connectedBy !== undefined) {
    const { pid, baseUrl } = connection.connectedBy
    toStdout(`Connected by the Signalbox on port ${new URL(baseUrl).port} (pid ${pid}).`)
  }
  toStdout(`Settings: ${connection.settingsPath}`)
  if (problems.length + others.length === 0) toStdout('No problems found.')
  printProblems(problems, howTo)
  printWarnings(others)
  if (definitions.length > 0) toStdout('\nSettings found:')
  for (const { variable, value = '(a credential)', place, path, line, wins, ours } of definitions) {
    const where = path === undefined ? place : `${path}${line === undefined ? '' : `:${line}`}`
    toStdout(`  ${variable}=${value}  ${where}  ${WINS[wins]}${ours ? ', set by Signalbox' : ''}`)
  }
  toStdout('\nClaude Code features with a custom address:')
  for (const { feature, state, reason, fix } of connection.fidelity) {
    toStdout(`  ${FEATURES[feature]}: ${state}. ${reason}`)
    if (fix !== undefined) toStdout(`    ${sayFix(fix, howTo)}`)
  }
  toStdout(`\n${searched.length} possible settings files were checked. --json lists them.`)
}

const WINS: Record<DoctorReport['definitions'][number]['wins'], string> = {
  always: 'applies everywhere',
  in_project: 'applies in its project',
  where_set: 'applies to programs started from there',
  never: 'overridden by another setting',
}
