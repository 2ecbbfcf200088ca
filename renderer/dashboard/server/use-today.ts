import { useServer } from './use-server.ts'

/** Noon of the current day, in ms since the epoch. Changes only at midnight, so that dependents render once. */
export function useToday(): number {
  return new Date(useServer().now).setHours(12, 0, 0, 0)
}
