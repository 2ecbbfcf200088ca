import { AppError } from '../../shared/errors.ts'
import { type Coded, coded } from '../../shared/language/say.ts'
import { sameAddress, showAddress } from './address.ts'
import { findClouds, isForbidden } from './doctor/check-address.ts'
import { type Collected, collectGlobal, type Search } from './doctor/collect-definitions.ts'
import { effective } from './doctor/precedence.ts'
import { BASE_URL } from './variables.ts'

/**
 * Refuses a connection that Claude Code would ignore: it uses another cloud, or its administrator chose another address
 * or allows none.
 *
 * @throws AppError `claude_ignores_address` (rejects); nothing is changed then
 */
export async function refuseFutile(search: Omit<Search, 'folders'>, baseUrl: string): Promise<void> {
  const issues = findReasons(await collectGlobal({ ...search, folders: [] }), baseUrl)
  if (issues.length > 0) throw new AppError('claude_ignores_address', { issues })
}

function findReasons({ definitions, allowedProviders }: Collected, baseUrl: string): Coded[] {
  const clouds = findClouds(definitions).flatMap(({ variable, path }) => [
    coded('doctor.cloud', { variable }),
    path === undefined
      ? coded('fix.remove_variable', { variable })
      : coded('fix.remove_from', { variable, path }),
  ])
  if (clouds.length > 0) return clouds
  if (isForbidden({ allowedProviders, definitions, baseUrl }))
    return [coded('doctor.policy'), coded('fix.ask_admin_to_allow')]
  const address = effective(definitions, BASE_URL)
  if (address?.place !== 'managed' || sameAddress(address.value, baseUrl)) return []
  return [coded('doctor.outranked', { address: showAddress(address.value) }), coded('fix.ask_admin_to_allow')]
}
