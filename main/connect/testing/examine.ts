import { join } from 'node:path'
import type { DoctorReport, Problem } from '../../../shared/connection.ts'
import { URL } from './connect-fixtures.ts'
import type { Rig } from './create-rig.ts'

export const settings = (env: object, more: object = {}) => JSON.stringify({ env, ...more }, undefined, 2)

export interface Home {
  /** File contents by path below the root of the rig. */
  files?: Record<string, string>
  env?: Record<string, string>
  /** Addresses with a listener; undefined: all. */
  alive?: readonly string[]
  connect?: boolean
}

/** The doctor's report on a home directory with these files. */
export async function examine(
  rig: Rig,
  { files = {}, env = {}, alive, connect = false }: Home = {},
): Promise<DoctorReport> {
  for (const [path, content] of Object.entries(files)) await rig.put(join(rig.root, path), content)
  const probe = async ({ href }: globalThis.URL) => alive?.some((url) => href.startsWith(url)) ?? true
  const connector = rig.connector({ env, probe })
  await connector.listening(URL)
  if (connect) await connector.connect({})
  return connector.doctor()
}

export const codes = ({ problems }: { problems: readonly Problem[] }) => problems.map(({ code }) => code)

export const stateOf = ({ connection }: DoctorReport) => connection.state
