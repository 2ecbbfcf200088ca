import { Type } from 'typebox'

/** The details of `checks.proxy_service`. */
export const ProxyDetails = Type.Object({ version: Type.String() })
