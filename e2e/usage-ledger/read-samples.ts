/** Samples of a metric that has the label `model` alone, by its value. */
export async function readSamples(url: string, metric: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const found = text.matchAll(new RegExp(`^${metric}\\{model="([^"]+)"\\} (.+)$`, 'gm'))
  return new Map([...found].map(([, model = '', value]) => [model, Number(value)]))
}
