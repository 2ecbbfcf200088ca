/** `8130000` ms → `2h 15m 30s`. Hours are not wrapped into days, as in the source documents 001 and 002. */
export function formatUptime(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m ${seconds % 60}s`
}
