/**
 * Stands for Fastify's schema compilers, which it would load whenever an instance is created, though each of ours sets
 * its own. The bundle lacks them (see electron.vite.config.ts).
 */
export const NO_COMPILERS = { buildValidator: refuse, buildSerializer: refuse }

function refuse(): never {
  throw new Error('the instance has no schema compiler of its own')
}
