/** Value of an `Authorization` header with the dashboard's password. The user name is not checked. */
export function basicCredentials(password: string): string {
  const bytes = new TextEncoder().encode(`signalbox:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}
