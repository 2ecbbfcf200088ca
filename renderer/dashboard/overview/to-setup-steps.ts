import type { View } from '../../glance/to-view.ts'

/** One thing that has to be so before Claude Code goes through Signalbox. */
export interface SetupStep {
  name: 'runs' | 'cli' | 'sign-in' | 'traffic'
  label: string
  isDone: boolean
  /** What to do. Undefined once it is done. */
  todo?: string
}

/** How far the setup is, by what the server knows. Empty while nobody knows. */
export function toSetupSteps(view: View, hasRequests: boolean): SetupStep[] {
  const { situation, checks, baseUrl } = view
  if (situation.kind === 'loading' || situation.kind === 'starting') return []
  const find = (check: string) => checks.find((line) => line.check === check)
  const cli = find('claude_cli')
  const signIn = find('oauth2_credentials')
  const runs = baseUrl !== undefined && view.staleMs === undefined
  return [
    step('runs', 'Signalbox runs', {
      isDone: runs,
      todo: 'Start it from the tray, or with “signalbox serve”.',
    }),
    step('cli', 'Claude Code is installed', {
      isDone: cli?.tone === 'good',
      todo: cli?.advice?.sentence ?? 'Install it.',
    }),
    step('sign-in', 'Claude Code is signed in', {
      isDone: signIn !== undefined && ['good', 'plain'].includes(signIn.tone) && signIn.advice === undefined,
      todo: signIn?.advice?.sentence ?? 'Run “claude auth login”, unless you use an API key.',
    }),
    step('traffic', 'A request has come through', {
      isDone: hasRequests || view.lastRequestAt !== undefined,
      todo: 'Run this, then start Claude Code in that terminal:',
    }),
  ]
}

function step(
  name: SetupStep['name'],
  label: string,
  { isDone, todo }: { isDone: boolean; todo: string },
): SetupStep {
  return isDone ? { name, label, isDone } : { name, label, isDone, todo }
}
