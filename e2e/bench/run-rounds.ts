import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench, Findings, Measure, Target } from './measure.ts'
import { runLoad } from './run-load.ts'
import { createTally } from './tally.ts'
import { startProcess, type Started } from './targets/start-process.ts'
import type { Command, TargetSpec } from './targets/targets.ts'
import { requestBody } from './wire/request-body.ts'

export interface Plan {
  measures: readonly Measure[]
  specs: readonly TargetSpec[]
  rounds: number
  /** In ms. A round that would exceed this at the current pace is not started. */
  budgetMs: number
  quick: boolean
  profile: string | undefined
  onProgress: (text: string) => void
}

export interface Rounds {
  /** One entry for each round, by measure name. */
  findings: ReadonlyMap<string, readonly Findings[]>
  targets: readonly Target[]
}

const UPSTREAM = fileURLToPath(new URL('./upstream/upstream.ts', import.meta.url))

/** Starts the upstream and every target, runs all measures round by round, and stops all processes. */
export async function runRounds(plan: Plan): Promise<Rounds> {
  const upstream = await startProcess({ args: [UPSTREAM] })
  const started: Started[] = [upstream]
  const env = { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${upstream.port}` }
  const start = (spec: TargetSpec) => spec.command && startProcess(profiled(spec.command, plan.profile), env)

  const targets: Target[] = []
  for (const spec of plan.specs) {
    const process = await start(spec)
    if (process !== undefined) started.push(process)
    targets.push({
      name: spec.name,
      port: process?.port ?? upstream.port,
      pid: process?.pid,
      tally: createTally(),
    })
  }
  const bench: Omit<Bench, 'targets'> = {
    upstreamPort: upstream.port,
    quick: plan.quick,
    startFresh: async ({ name }) => {
      const spec = plan.specs.find((one) => one.name === name)
      return spec && (await start(spec))
    },
  }
  try {
    const work = takeRounds(plan, { bench, targets })
    // Prefer a crash report over the refused connections that follow from it.
    work.catch(() => undefined)
    await Promise.race([Promise.all(started.map(({ crashed }) => crashed)), work])
    return { findings: await work, targets }
  } finally {
    await Promise.all(started.map((one) => one.stop()))
  }
}

async function takeRounds(
  plan: Plan,
  { bench, targets }: { bench: Omit<Bench, 'targets'>; targets: readonly Target[] },
): Promise<Map<string, Findings[]>> {
  plan.onProgress('warming up')
  for (const target of targets) await warmUp(target)
  const findings = new Map<string, Findings[]>(plan.measures.map(({ name }) => [name, []]))
  const startedAt = performance.now()
  for (let round = 0; round < plan.rounds; round++) {
    const spent = performance.now() - startedAt
    if (round > 0 && spent + spent / round > plan.budgetMs) break
    const first = round % targets.length
    const turn = { ...bench, targets: [...targets.slice(first), ...targets.slice(0, first)] }
    for (const measure of plan.measures) {
      plan.onProgress(`round ${round + 1} of ${plan.rounds}: ${measure.name}`)
      findings.get(measure.name)?.push(await measure.run(turn))
    }
  }
  return findings
}

/** Lets the JIT compile the paths of small, large and streamed exchanges. */
async function warmUp(target: Target): Promise<void> {
  const whole = { pace: 'whole', deltas: 5, deltaSize: 40 } as const
  const fast = { pace: 'fast', deltas: 200, deltaSize: 24 } as const
  await runLoad(target, { body: requestBody(1_500), plan: whole, concurrency: 16, total: 3_000 })
  await runLoad(target, { body: requestBody(200_000), plan: whole, concurrency: 16, total: 300 })
  await runLoad(target, { body: requestBody(1_500), plan: fast, concurrency: 64, total: 128 })
}

function profiled(command: Command, folder: string | undefined): Command {
  if (folder === undefined) return command
  return { ...command, args: ['--cpu-prof', `--cpu-prof-dir=${resolve(folder)}`, ...command.args] }
}
