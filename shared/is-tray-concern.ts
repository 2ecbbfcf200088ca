/** What of a health check decides about the tray icon. */
export interface TrayCheck {
  key: string
  status: 'pass' | 'warn' | 'fail'
  /** Of a check of a sign-in, as far as it was stated: from what strangers are told nobody concludes anything. */
  signIn: string | undefined
}

/** Checks whose warning a person should see. A missing Codex is none of them: many never want it. */
const CONCERNS = new Set(['claude_cli', 'storage', 'providers'])

/** Sign-ins that stop Claude Code from working. Without any sign-in a key may come with each request. */
const BROKEN_SIGN_INS = new Set(['expired', 'invalid', 'locked', 'unreadable'])

/** Whether the tray icon warns of a check, and with it every page that says what the icon means. */
export function isTrayConcern({ key, status, signIn }: TrayCheck): boolean {
  if (status !== 'warn') return false
  if (key === 'oauth2_credentials') return signIn !== undefined && BROKEN_SIGN_INS.has(signIn)
  return CONCERNS.has(key)
}
