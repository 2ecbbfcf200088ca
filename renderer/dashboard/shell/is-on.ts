/** True if the page at `page` is the one shown at `path`. */
export function isOn(page: string, path: string): boolean {
  return path === page || (page !== '/' && path.startsWith(`${page}/`))
}
