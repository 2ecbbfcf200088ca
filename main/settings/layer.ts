/** A configured value with its source, as named in error messages. */
export interface Named {
  name: string
  value: string
  /** The base folder of a relative path in the value; defaults to the current one. */
  folder?: string | undefined
}

/** Returns the value of the first of several names that is set. */
export type PickSetting = (...names: string[]) => Named | undefined

/** One source of settings. The first layer with a value wins. */
export interface Layer {
  /** By environment name, whatever names the source itself uses. */
  values: Readonly<Record<string, string | undefined>>
  /** The name of a value in error messages, for example `PORT in .env`. */
  label: (name: string) => string
  /** The folder of the file, which relative paths in it refer to. */
  folder?: string
  /** Called with each name whose value was used. */
  onUse?: (name: string) => void
}

export function envLayer(env: NodeJS.ProcessEnv): Layer {
  return { values: env, label: (name) => name }
}

/** The first layer that has one of the names wins; within a layer, the first name. Empty means not set. */
export function pickFrom(layers: readonly Layer[], names: readonly string[]): Named | undefined {
  for (const { values, label, folder, onUse } of layers) {
    const name = names.find((candidate) => Boolean(values[candidate]))
    if (name === undefined) continue
    onUse?.(name)
    return { name: label(name), value: values[name] ?? '', folder }
  }
  return undefined
}
