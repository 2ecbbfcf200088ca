import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Named } from './layer.ts'
import type { Pick } from './read-upstreams.ts'
import { SettingsError } from './settings-error.ts'

/**
 * Certificates of authorities to trust besides those that Node knows, as PEM texts.
 *
 * @throws SettingsError for a file of ours that holds none
 */
export function readCa(pick: Pick, warnings: string[]): string[] {
  const own = pick('SIGNALBOX_CA_FILE')
  const extra = pick('NODE_EXTRA_CA_CERTS')
  const found = own === undefined ? [] : readOwn(own)
  // Node itself reads it, but not in the packaged app, where such variables are switched off.
  if (extra === undefined) return found
  try {
    return [...found, ...readCertificates(extra.value)]
  } catch {
    warnings.push(`${extra.name} is no file with certificates in PEM; Signalbox goes on without it.`)
    return found
  }
}

function readOwn({ name, value }: Named): string[] {
  try {
    return readCertificates(value)
  } catch {
    throw new SettingsError(name, value, 'a file with certificates in PEM')
  }
}

function readCertificates(path: string): string[] {
  const blocks = readFileSync(path, 'utf8').match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
  )
  if (blocks === null) throw new Error('no certificate')
  return blocks.map((block) => new X509Certificate(block).toString())
}
