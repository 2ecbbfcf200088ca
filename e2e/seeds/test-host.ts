import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { HttpResponse, HttpGetOptions } from './http-get.ts'

/** Reserved addresses (RFC 5737), which stay on the pair of interfaces created here. */
const SERVER_SIDE = '198.51.100.1'
const HOST_SIDE = '198.51.100.2'

export interface TestHost {
  /** Address at which the host reaches this machine. */
  serverAddress: string
  /** Sends one request from the host. Rejects with the system's `code`. */
  get: (url: string, options?: HttpGetOptions) => Promise<HttpResponse>
  remove: () => void
}

/**
 * Simulates another machine: a network namespace joined to this one by a pair of virtual interfaces. No packet leaves
 * the computer.
 *
 * @returns `undefined` if not permitted (needs root on Linux, and iproute2)
 */
export function createTestHost(): TestHost | undefined {
  const name = `sb${randomBytes(3).toString('hex')}`
  const ip = (args: string) => execFileSync('ip', args.split(' '), { stdio: 'pipe' })
  const remove = () => {
    // Deleting the namespace removes its end of the pair, and with it the other one.
    spawnSync('ip', ['netns', 'del', name])
    spawnSync('ip', ['link', 'del', `${name}a`])
  }
  try {
    ip(`netns add ${name}`)
    ip(`link add ${name}a type veth peer name ${name}b`)
    ip(`link set ${name}b netns ${name}`)
    ip(`addr add ${SERVER_SIDE}/30 dev ${name}a`)
    ip(`link set ${name}a up`)
    ip(`netns exec ${name} ip addr add ${HOST_SIDE}/30 dev ${name}b`)
    ip(`netns exec ${name} ip link set ${name}b up`)
  } catch {
    remove()
    return undefined
  }
  return { serverAddress: SERVER_SIDE, remove, get: (url, options = {}) => getFrom(name, { url, options }) }
}

async function getFrom(name: string, call: { url: string; options: HttpGetOptions }): Promise<HttpResponse> {
  const script = join(import.meta.dirname, 'http-get-in-host.ts')
  const child = spawn('ip', ['netns', 'exec', name, process.execPath, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(call))
  const result: { response: HttpResponse } | { code: string } = JSON.parse(await text(child.stdout))
  if ('response' in result) return result.response
  throw Object.assign(new Error(result.code), { code: result.code })
}
