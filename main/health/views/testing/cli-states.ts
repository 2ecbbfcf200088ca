import { createClaudeCliCheck } from '../../checks/claude-cli.ts'
import { createClaudeSdkCheck } from '../../checks/claude-sdk.ts'
import { createCodexCliCheck } from '../../checks/codex-cli.ts'
import type { CliProbeDeps } from '../../cli/probe-cli.ts'
import { type Build, NOW, type State } from './report-state.ts'

const claude =
  (change: Partial<CliProbeDeps> = {}): Build =>
  (home) =>
    createClaudeCliCheck(cliDeps(home, change))

function cliDeps(home: string, change: Partial<CliProbeDeps>): CliProbeDeps {
  const env = { HOME: home, PATH: `${home}/tools:/nowhere` }
  const loginShellPath = () => Promise.resolve([])
  return { env, home, platform: process.platform, now: () => NOW, loginShellPath, ...change }
}

const says = (version: string) => `#!/bin/sh\necho "${version} (Claude Code)"\n`

export const CLIS: State[] = [
  ['claude available', { 'tools/claude': says('2.1.329') }, claude()],
  ['claude pre-release', { '.local/bin/claude': says('2.2.0-beta.1') }, claude()],
  ['claude missing', {}, claude()],
  ['claude missing where it was set', {}, claude({ configuredPath: () => '/nowhere/claude' })],
  ['claude twice', { 'tools/claude': says('2.1.329'), '.local/bin/claude': says('2.1.300') }, claude()],
  ['claude failing', { 'tools/claude': '#!/bin/sh\necho "bad token=abc123" >&2; exit 3\n' }, claude()],
  ['claude failing silently', { 'tools/claude': '#!/bin/sh\nexit 1\n' }, claude()],
  ['claude hanging', { 'tools/claude': '#!/bin/sh\nexec /bin/sleep 300\n' }, claude({ timeoutMs: 500 })],
  ['claude not startable', { 'tools/claude': '#!/nowhere/node\n' }, claude()],
  [
    'codex available',
    { 'tools/codex': '#!/bin/sh\necho "codex-cli 0.21.0"\n' },
    (home) => createCodexCliCheck(cliDeps(home, {})),
  ],
  ['codex missing', {}, (home) => createCodexCliCheck(cliDeps(home, {}))],
]

const MANIFEST = 'node_modules/@anthropic-ai/claude-agent-sdk/package.json'
const sdk: Build = (home) => createClaudeSdkCheck({ from: () => [home] })

export const SDKS: State[] = [
  ['sdk available', { [MANIFEST]: '{"version":"0.3.1"}' }, sdk],
  ['sdk missing', {}, sdk],
  ['sdk broken', { [MANIFEST]: '{' }, sdk],
  ['sdk unreadable', { [`${MANIFEST}/x`]: '' }, sdk],
]
