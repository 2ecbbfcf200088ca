import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

/** A key and its certificate, both as PEM. Valid for one test run only. */
export interface Certificate {
  name: string
  key: string
  cert: string
}

/** Issues a certificate that may sign others. */
export function issueAuthority(name: string): Certificate {
  return issue({ name, extensions: [BASIC_CONSTRAINTS_CA] })
}

/** Issues a server certificate for names and IPv4 addresses. */
export function issueServer(hosts: readonly string[], authority: Certificate): Certificate {
  const names = hosts.map((host) =>
    isIPv4(host) ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host)),
  )
  const subjectAltName = extension('551d11', sequence(...names))
  return issue({ name: hosts[0] ?? 'nobody', authority, extensions: [subjectAltName] })
}

/** Builds X.509 version 3 by hand (RFC 5280 §4.1): Node creates keys and signatures, but no certificates. */
function issue(options: { name: string; authority?: Certificate; extensions: Buffer[] }): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { name, authority } = options
  const signer: KeyObject = authority === undefined ? privateKey : createPrivateKey(authority.key)
  const day = 24 * 3_600_000
  const toBeSigned = sequence(
    tlv(0xa0, tlv(0x02, Buffer.of(2))),
    tlv(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(authority?.name ?? name),
    sequence(time(Date.now() - day), time(Date.now() + day)),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...options.extensions)),
  )
  const signature = sign('sha256', toBeSigned, signer)
  const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, tlv(0x03, Buffer.of(0), signature))
  return {
    name,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  }
}

/** A DER value: its tag, the length of its content, and the content. */
function tlv(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const length =
    body.length < 0x80 ? Buffer.of(body.length) : Buffer.of(0x82, body.length >> 8, body.length & 0xff)
  return Buffer.concat([Buffer.of(tag), length, body])
}

function sequence(...content: Buffer[]): Buffer {
  return tlv(0x30, ...content)
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'))
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(commonName)))))
}

/** `20261121120000Z` */
function time(ms: number): Buffer {
  return tlv(0x18, Buffer.from(`${new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`))
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tlv(0x04, value))
}

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const BASIC_CONSTRAINTS_CA = extension('551d13', sequence(tlv(0x01, Buffer.of(0xff))))
