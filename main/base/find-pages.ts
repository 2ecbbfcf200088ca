import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The built pages next to the bundle (`out/main` and its chunks → `out/renderer`), or under `out/` from source. */
export function findPages(): string | undefined {
  const places = ['../renderer/', '../../renderer/', '../../out/renderer/'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  return places.find(
    (place) =>
      existsSync(`${place}tray.html`) && existsSync(`${place}dashboard.html`) && !existsSync(`${place}tray`),
  )
}
