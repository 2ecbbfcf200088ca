import { parseArgs } from 'node:util'

export interface Options {
  rounds: number
  /** Time limit of all rounds, in ms; a busy machine completes fewer of them. */
  budgetMs: number
  quick: boolean
  /** Measures to run; all if empty. */
  only: string[]
  /** Targets to measure; all if empty. */
  targets: string[]
  /** Headless program to measure; defaults to this checkout's. */
  entry: string | undefined
  /** File for the results as JSON. */
  json: string | undefined
  /** Folder for a CPU profile of each target process. */
  profile: string | undefined
}

const DEFAULT_ROUNDS = 5

/** Keeps the whole run below four minutes. */
const DEFAULT_BUDGET_MS = 200_000

export const USAGE = `node e2e/bench/bench.ts [options]
  --rounds N      rounds, each with every target in turn (default ${DEFAULT_ROUNDS}, fewer when they take over 200 s)
  --quick         one short round
  --only NAME     one measure; may be repeated
  --target NAME   one target; may be repeated
  --entry FILE    the headless program to measure (default out/main/headless.js, or main/headless.ts when not built)
  --json FILE     also write the figures there
  --profile DIR   also write a V8 CPU profile of each target process there (the figures then include it)`

/** @throws TypeError for unknown options, RangeError for rounds that are not a positive integer */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      target: { type: 'string', multiple: true, default: [] },
      entry: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? 1 : DEFAULT_ROUNDS))
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('--rounds takes a whole number from 1')
  const budgetMs = values.rounds === undefined ? DEFAULT_BUDGET_MS : Number.POSITIVE_INFINITY
  const { quick, only, target: targets, entry, json, profile } = values
  return { rounds, budgetMs, quick, only, targets, entry, json, profile }
}
