import { issueInEnglish } from '../../shared/coded-issue.ts'
import { inEnglish } from '../../shared/language/say.ts'
import { createRouting, type Routing } from '../proxy/route/create-routing.ts'
import { createConfigStore } from '../settings/config-store.ts'
import type { Settings } from '../settings/settings.ts'

export interface ReportDeps {
  routing: Pick<Routing, 'problems' | 'onChange'>
  warn: (message: string) => void
}

/**
 * Logs routing problems, now and after each change of the settings: each once, and again if it was fixed in between.
 * Returns the unsubscriber.
 */
export function reportRoutingProblems({ routing, warn }: ReportDeps): () => void {
  let told: ReadonlySet<string> = new Set()
  function tell(): void {
    const problems = new Set(routing.problems().map(inEnglish))
    for (const problem of problems) if (!told.has(problem)) warn(problem)
    told = problems
  }
  tell()
  return routing.onChange(tell)
}

/** Routing problems in the configuration file and the environment, without a running instance. */
export function readRoutingProblems({ configPath, providerEnv }: Settings): string[] {
  const quiet = () => undefined
  const live = createConfigStore({ path: configPath, log: { warn: quiet } })
  const prompts = {
    read: () => new Map<string, string>(),
    problems: () => [],
    follow: () => Promise.resolve(),
    onChange: () => () => undefined,
  }
  const routing = createRouting({ settings: live, env: providerEnv, prompts })
  try {
    return [...live.problems(), ...routing.problems()].map(issueInEnglish)
  } finally {
    routing.close()
    live.close()
  }
}
