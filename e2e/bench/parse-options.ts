import { parseArgs } from 'node:util'

export interface Options {
  rounds: number
  /** How long the rounds may take, in ms; a busy machine gets fewer of them. */
  budgetMs: number
  quick: boolean
  /** Names of the measures to take; all when empty. */
  only: string[]
  /** Names of the targets to measure; all when empty. */
  targets: string[]
  /** The headless program to measure, instead of this checkout's. */
  entry: string | undefined
  /** Where to write the results as JSON. */
  json: string | undefined
  /** Folder for a CPU profile of each target process. */
  profile: string | undefined
}

const DEFAULT_ROUNDS = 5

/** The whole run stays below four minutes. */
const DEFAULT_BUDGET_MS = 200_000

export const USAGE = `node e2e/bench/bench.ts [options]
  --rounds N      rounds, each with every target in turn (default ${DEFAULT_ROUNDS}, fewer when they take over 200 s)
  --quick         one short round
  --only NAME     one measure; may be repeated
  --target NAME   one target; may be repeated
  --entry FILE    the headless program to measure (default out/main/headless.js, or main/headless.ts when not built)
  --json FILE     also write the figures there
  --profile DIR   also write a V8 CPU profile of each target process there (the figures then include it)`

/** @throws TypeError for options that do not exist, RangeError for rounds that are not a positive whole number */
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
