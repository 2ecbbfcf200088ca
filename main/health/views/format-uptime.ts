/** `8130000` ms → `2h 15m 30s`. Hours may exceed 24, as in 001 and 002 (see `README.md`). */
export function formatUptime(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m ${seconds % 60}s`
}
