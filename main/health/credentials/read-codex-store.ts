const STORES = ['file', 'keyring', 'auto', 'ephemeral'] as const
export type CodexStore = (typeof STORES)[number]

/**
 * The store of Codex's sign-in: `cli_auth_credentials_store` of its config.toml, `file` by default. Reads only this
 * root key instead of all TOML: a key below the first table header belongs to the table.
 */
export function readCodexStore(config: string): CodexStore {
  const [root = ''] = config.split(/^[ \t]*\[/m)
  const value = /^[ \t]*cli_auth_credentials_store[ \t]*=[ \t]*(["'])(\w+)\1/m.exec(root)?.[2]
  return STORES.find((store) => store === value) ?? 'file'
}
