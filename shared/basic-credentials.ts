/** The value of an `Authorization` header that shows the dashboard's password. The user name is nobody's business. */
export function basicCredentials(password: string): string {
  const bytes = new TextEncoder().encode(`signalbox:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}
