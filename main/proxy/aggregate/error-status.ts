import { ERROR_STATUSES } from '../../providers/error-statuses.ts'

const STATUSES: Readonly<Record<string, number>> = ERROR_STATUSES

/** A type that we do not know is the upstream's fault as far as the client can tell: 500, which it may retry. */
export function errorStatus(type: unknown): number {
  return (typeof type === 'string' && Object.hasOwn(STATUSES, type) ? STATUSES[type] : undefined) ?? 500
}
