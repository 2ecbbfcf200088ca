/**
 * What we need of node:http. An `import` of that module reads every name it has, which loads Node's own `fetch` and
 * `WebSocket`: a tenth of the whole start, for nothing.
 */
export const { request, STATUS_CODES } = process.getBuiltinModule('node:http')
