import { X509Certificate } from 'node:crypto'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import { absolutePath } from './absolute-path.ts'
import type { Named, PickSetting } from './layer.ts'
import { readFlag } from './read-flag.ts'
import { InvalidSettingError } from './settings-error.ts'

/**
 * Additional CA certificates to trust, as PEM texts.
 *
 * @throws SettingsError if a file set for Signalbox contains none
 */
export function readCa(pick: PickSetting, warnings: string[]): string[] {
  const own = pick('SIGNALBOX_CA_FILE')
  // Node reads it too, except in the packaged app, where such variables are disabled.
  const extra = readExtra(pick('NODE_EXTRA_CA_CERTS'), warnings)
  // OpenSSL's name for the system's store, which companies set for every program.
  const store = readFlag(pick('SIGNALBOX_SYSTEM_CA'), true) ? pick('SSL_CERT_FILE') : undefined
  return [...(own === undefined ? [] : readOwn(own)), ...extra, ...readExtra(store, warnings)]
}

function readExtra(named: Named | undefined, warnings: string[]): string[] {
  if (named === undefined) return []
  try {
    return readCertificates(named)
  } catch {
    warnings.push(`${named.name} isn’t a file with PEM certificates and is ignored.`)
    return []
  }
}

function readOwn(named: Named): string[] {
  try {
    return readCertificates(named)
  } catch {
    throw new InvalidSettingError(named.name, named.value, 'a file with PEM certificates')
  }
}

function readCertificates(named: Named): string[] {
  const path = absolutePath({ ...named, from: named.folder })
  const text = readRegularFileSync(path).toString('utf8')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks === null) throw new Error('no certificate')
  return blocks.map((block) => new X509Certificate(block).toString())
}
