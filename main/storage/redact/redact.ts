/** Replaces what looks like a credential in a text, of which at most `limit` characters are kept. */
export type Redact = (text: string, limit: number) => string
