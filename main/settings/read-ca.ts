import { X509Certificate } from 'node:crypto'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import { absolutePath } from './absolute-path.ts'
import type { Named, PickSetting } from './layer.ts'
import { InvalidSettingError } from './settings-error.ts'

/**
 * Additional CA certificates to trust, as PEM texts.
 *
 * @throws SettingsError if a file set for Signalbox contains none
 */
export function readCa(pick: PickSetting, warnings: string[]): string[] {
  const own = pick('SIGNALBOX_CA_FILE')
  const extra = pick('NODE_EXTRA_CA_CERTS')
  const found = own === undefined ? [] : readOwn(own)
  // Node reads it too, except in the packaged app, where such variables are disabled.
  if (extra === undefined) return found
  try {
    return [...found, ...readCertificates(extra)]
  } catch {
    warnings.push(`${extra.name} isn’t a file with PEM certificates and is ignored.`)
    return found
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
