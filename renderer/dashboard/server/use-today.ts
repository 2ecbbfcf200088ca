import { useServer } from './use-server.ts'

/** A moment of today, in ms since the epoch. Changes at midnight only, so that what depends on it is drawn once. */
export function useToday(): number {
  return new Date(useServer().now).setHours(12, 0, 0, 0)
}
