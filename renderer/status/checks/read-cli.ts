import type { Static } from 'typebox'
import { CliDetails } from '../../../shared/health/cli.ts'
import type { SeenCheck } from '../../api/read-checks.ts'
import { pick } from '../../api/pick.ts'

/** How a command-line tool stands. `unchecked`: the check itself ended without an answer. */
export type CliState = Static<typeof CliDetails>['cli_status'] | 'unchecked'

export type CliFacts = Partial<CliDetails> & { state: CliState }

export function readCli({ details }: SeenCheck): CliFacts {
  const facts = pick(CliDetails, details)
  return { ...facts, state: facts.cli_status ?? 'unchecked' }
}
