/*
 * The two parts of undici that the proxy uses. Its index would load four times as much, fetch and mocks among it, and
 * replace the dispatcher of Node's own `fetch`.
 */

declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici'
}

declare module 'undici/lib/core/connect.js' {
  export { buildConnector as default } from 'undici'
}
