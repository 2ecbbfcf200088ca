import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { ConnectRequest } from '../../../shared/connection.ts'
import { showAddress } from '../address.ts'
import { collectGlobal, type Search } from '../doctor/collect-definitions.ts'
import type { SwitchDeps } from '../switch/deps.ts'
import { findGateway } from './find-gateway.ts'
import { findGatewayCredentials } from './find-gateway-credentials.ts'

/** The address that replaces Anthropic's as the upstream; '' for none. Part of the settings, so that routing follows it. */
export interface GatewayStore {
  read: () => string
  write: (url: string) => Promise<void>
}

export interface GatewayDeps extends SwitchDeps, Omit<Search, 'folders' | 'fs' | 'files'> {
  gateway: GatewayStore
}

/**
 * Before connecting: makes the gateway that Claude Code used our upstream, so that its credentials reach the same host
 * as before, or drops it if the user wants that and no credential of the gateway would be sent along.
 *
 * @throws AppError `gateway_credential` (rejects); nothing is changed then
 */
export async function chainGateway(
  deps: GatewayDeps,
  { baseUrl, wish }: { baseUrl: string; wish: Pick<ConnectRequest, 'gateway'> },
): Promise<void> {
  const record = await deps.record.read()
  const { definitions, hasKeyHelper } = await collectGlobal({ ...deps, folders: [] })
  const address = findGateway({ definitions, record, peers: await deps.peers.list(), baseUrl })
  const choice = wish.gateway ?? record.gateway ?? 'keep'
  if (wish.gateway !== undefined && wish.gateway !== record.gateway)
    await deps.record.write({ ...record, gateway: wish.gateway })
  if (address === undefined || choice === 'keep') return write(deps.gateway, address ?? '')
  const [name] = findGatewayCredentials({ definitions, hasKeyHelper })
  if (name !== undefined) {
    await deps.record.write(record)
    const issues = [coded('gateway.credential', { name, address: showAddress(address) })]
    throw new AppError('gateway_credential', { issues })
  }
  await write(deps.gateway, '')
}

async function write(gateway: GatewayStore, url: string): Promise<void> {
  if (gateway.read() !== url) await gateway.write(url)
}
