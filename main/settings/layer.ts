/** A value that was set somewhere, with the place as an error message calls it. */
export interface Named {
  name: string
  value: string
  /** The folder that a relative path in the value is meant from; without it the current one. */
  folder?: string | undefined
}

/** The value of the first of several names that is set. */
export type PickSetting = (...names: string[]) => Named | undefined

/** One source of settings. Layers are asked in order; the first that has a value wins. */
export interface Layer {
  /** By environment name, whatever the layer itself calls it. */
  values: Readonly<Record<string, string | undefined>>
  /** How an error message calls a value, for example `PORT in .env`. */
  label: (name: string) => string
  /** The folder of the file; relative paths in it are meant from there. */
  folder?: string
  /** Called with each name whose value was taken from here. */
  onUse?: (name: string) => void
}

export function envLayer(env: NodeJS.ProcessEnv): Layer {
  return { values: env, label: (name) => name }
}

/** The first layer that has one of the names decides; inside a layer the first of the names. Empty is not set. */
export function pickFrom(layers: readonly Layer[], names: readonly string[]): Named | undefined {
  for (const { values, label, folder, onUse } of layers) {
    const name = names.find((candidate) => Boolean(values[candidate]))
    if (name === undefined) continue
    onUse?.(name)
    return { name: label(name), value: values[name] ?? '', folder }
  }
  return undefined
}
