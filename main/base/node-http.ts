/**
 * The parts of node:http that we use. An `import` of the module evaluates all of its exports, which loads Node's own
 * `fetch` and `WebSocket`: a tenth of the startup time, for nothing.
 */
export const { request, STATUS_CODES } = process.getBuiltinModule('node:http')
