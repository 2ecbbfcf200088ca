import { createConfigStore } from './config-store.ts'

const QUIET = { warn: () => undefined }

/** True if the configuration file names a provider for clients of OpenAI's API. */
export function hasOpenAiProvider(path: string): boolean {
  const store = createConfigStore({ path, log: QUIET })
  store.close()
  return store.read().clients.openai !== ''
}

/** The gateway in the configuration file, for a program that doesn't follow that file. Opened only when asked for. */
export function openGateway(path: string): { read: () => string; write: (url: string) => Promise<void> } {
  return {
    read() {
      const store = createConfigStore({ path, log: QUIET })
      store.close()
      return store.read().gateway.url
    },
    async write(url) {
      const store = createConfigStore({ path, log: QUIET })
      try {
        await store.update({ gateway: { url } })
      } finally {
        store.close()
      }
    },
  }
}
