import { getCACertificates } from 'node:tls'
import { parentPort } from 'node:worker_threads'

/** Reading the system's store blocks its thread: 30 ms on Linux, and a Mac looks up the trust of each certificate. */
const own = new Set(getCACertificates('default'))
const found = getCACertificates('system').filter((pem) => !own.has(pem))
parentPort?.postMessage(found, [])
