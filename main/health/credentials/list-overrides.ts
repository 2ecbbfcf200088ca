import type { SignInOverride } from '../../../shared/health/sign-in.ts'
import { type Environment, readVariable } from '../cli/environment.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { isFilled } from './plain-values.ts'
import { type OpenFile, readSmallFile } from './read-file.ts'

/** Switches that point Claude Code to another cloud. They count when they are on. */
const CLOUDS = ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY']

interface Source {
  env: Environment
  platform: NodeJS.Platform
  settingsPath: string
  openFile?: OpenFile
}

/**
 * Credentials that Claude Code prefers over the stored sign-in, strongest first, by name only
 * (code.claude.com/docs/en/authentication). Includes its user settings: their `env` overrides the shell's.
 */
export async function listOverrides({
  env,
  platform,
  settingsPath,
  openFile,
}: Source): Promise<SignInOverride[]> {
  const reading = await readSmallFile(settingsPath, openFile)
  const parsed = reading.kind === 'text' ? parseJson(reading.text) : undefined
  const settings = isRecord(parsed) ? parsed : {}
  const settingsEnv = isRecord(settings['env']) ? settings['env'] : {}

  const look = (name: string): SignInOverride[] => {
    const counts = CLOUDS.includes(name) ? isOn : isFilled
    // Also when empty: an empty string in the settings unsets the shell's variable.
    if (name in settingsEnv) return counts(settingsEnv[name]) ? [{ name, from: 'settings' }] : []
    return counts(readVariable(env, name, platform)) ? [{ name, from: 'environment' }] : []
  }
  return [
    ...CLOUDS.flatMap(look),
    ...look('ANTHROPIC_AUTH_TOKEN'),
    ...look('ANTHROPIC_API_KEY'),
    ...(isFilled(settings['apiKeyHelper']) ? [{ name: 'apiKeyHelper', from: 'settings' as const }] : []),
    ...look('CLAUDE_CODE_OAUTH_TOKEN'),
  ]
}

function isOn(value: unknown): boolean {
  return typeof value === 'string' && ['1', 'true', 'yes', 'on'].includes(value.trim().toLowerCase())
}
