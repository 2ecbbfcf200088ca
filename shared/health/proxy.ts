import { Type } from 'typebox'

/** Details of `checks.proxy_service`. */
export const ProxyDetails = Type.Object({ version: Type.String() })
