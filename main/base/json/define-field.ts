/** Sets a field whatever its name is: an assignment to `__proto__` would not make it one. */
export function defineField(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true })
}
