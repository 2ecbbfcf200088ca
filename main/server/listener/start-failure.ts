import { createServer } from 'node:net'
import type { PortBusyDetails, StartFailure } from '../../../shared/health.ts'
import { readJson } from '../../../shared/read-json.ts'
import { isMissingFamily } from './is-missing-family.ts'
import { findPortHolder } from './port-holder.ts'

/** Probe timeout in ms. A Signalbox instance answers `/livez` much sooner. */
const PROBE_LIMIT = 1_000

/** Number of neighbours of the configured port to try for a suggestion. */
const NEIGHBOURS = 20
/** Windows reserves ports for Hyper-V and WSL in blocks of this size, often several in a row. */
const BLOCK = 100
const BLOCKS_TO_TRY = 50
/** Below it, other systems than Windows let only root listen. */
const FIRST_UNPRIVILEGED = 1024

/**
 * Explains the listen error and the possible remedies. Never switches to another port by itself, and never touches the
 * process that holds this one.
 */
export async function startFailure(
  error: unknown,
  where: { host: string; port: number },
): Promise<StartFailure> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'EADDRINUSE') return portBusy(where)
  // Windows reserves port ranges (Hyper-V, WSL) and returns EACCES there; other systems do below port 1024.
  const reason =
    code === 'EACCES'
      ? ({ error: `Port ${where.port} ${reservedBy(process.platform)}`, code: 'port_reserved' } as const)
      : ({ error: `Can’t listen on ${where.host}:${where.port} (${code})`, code: 'cannot_listen' } as const)
  const next = await nextFreePort(where)
  return {
    status: 'unhealthy',
    ...reason,
    details: { ...where, own_instance: false, ...(next !== undefined && { next_free_port: next }) },
  }
}

function reservedBy(platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? 'is reserved by Windows, usually for Hyper-V or WSL'
    : 'is reserved by the system'
}

async function portBusy(where: { host: string; port: number }): Promise<StartFailure> {
  const [own, holder, next] = await Promise.all([
    isSignalbox(where.port),
    findPortHolder(where.port, process.platform),
    nextFreePort(where),
  ])
  const details: PortBusyDetails = {
    ...where,
    own_instance: own,
    // Named Signalbox whatever its executable is called, because the user started it under that name.
    ...(holder !== undefined && { holder: own ? { ...holder, name: 'Signalbox' } : holder }),
    ...(next !== undefined && { next_free_port: next }),
  }
  return { status: 'unhealthy', error: `Port ${where.port} already in use`, code: 'port_in_use', details }
}

/** Response limit. Our own response is 400 bytes long. */
const MAX_LIVEZ_BYTES = 64 * 1024

/** Recognizes a running Signalbox: no other program has `instance_id` in its `/livez`. */
async function isSignalbox(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/livez`, {
      signal: AbortSignal.timeout(PROBE_LIMIT),
      // Another program must not redirect us elsewhere.
      redirect: 'error',
    })
    const body = await readJson(response, MAX_LIVEZ_BYTES)
    return typeof body === 'object' && body !== null && 'instance_id' in body
  } catch {
    return false
  }
}

type Where = { host: string; port: number }

/**
 * A free port on loopback: a neighbour above `port`, else one in a block above or below it, else any that the system
 * gives. Undefined if it gives none.
 */
export async function nextFreePort(
  { host, port }: Where,
  isFree: (where: Where) => Promise<boolean> = canListen,
): Promise<number | undefined> {
  for (const candidate of candidates(port)) {
    const free = await Promise.all([host, '::1'].map((address) => isFree({ host: address, port: candidate })))
    if (free.every(Boolean)) return candidate
  }
  return anyPort(host)
}

function* candidates(port: number): Generator<number> {
  const next = function* (step: number, count: number) {
    for (let i = 1; i <= count; i++) yield port + i * step
  }
  for (const candidate of [
    ...next(1, NEIGHBOURS),
    ...next(BLOCK, BLOCKS_TO_TRY),
    ...next(-BLOCK, BLOCKS_TO_TRY),
  ])
    if (candidate > FIRST_UNPRIVILEGED && candidate <= 65_535) yield candidate
}

function anyPort(host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ host, port: 0, exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

function canListen(where: Where): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    // Without IPv6, ::1 can't be taken.
    probe.once('error', (error) => resolve(where.host === '::1' && isMissingFamily(error)))
    probe.listen({ ...where, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
