import { type Static, type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import { Connection, DisconnectResponse } from '../../../shared/connection.ts'
import { APP_ORIGIN } from '../pages/app-scheme.ts'
import { type Credentials, forwardToServer } from '../pages/forward-to-server.ts'

/** Reads and switches Claude Code's connection to the local server. */
export interface ConnectionSwitch {
  read: () => Promise<Connection>
  connect: () => Promise<unknown>
  disconnect: () => Promise<unknown>
}

const Refusal = Type.Object({ error: Type.String() })

/** Calls the local server as our pages do. Every method rejects with the server's error message. */
export function askConnection(server: { baseUrl: string; credentials: Credentials }): ConnectionSwitch {
  async function ask<T extends TSchema>(path: string, schema: T, method: 'GET' | 'POST'): Promise<Static<T>> {
    const response = await forwardToServer(new Request(APP_ORIGIN + path, { method }), server)
    const body: unknown = await response.json()
    if (response.ok && Check(schema, body)) return body
    throw new Error(Check(Refusal, body) ? body.error : `Status ${response.status}`)
  }
  return {
    read: () => ask('/api/connection', Connection, 'GET'),
    connect: () => ask('/api/connection/connect', Connection, 'POST'),
    disconnect: () => ask('/api/connection/disconnect', DisconnectResponse, 'POST'),
  }
}
