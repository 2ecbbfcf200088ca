/** `claude-opus-4-5-20251101` → `opus-4-5`: the rest is the same on every line. */
export function shortModel(model: string): string {
  return model.replace(/^claude-/, '').replace(/-\d{8}$/, '') || model
}
