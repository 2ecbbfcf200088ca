import type { Page } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

const MAX_COLOURS = 256

/**
 * Writes a screenshot as a PNG with a palette, about a third of its size. Pages use few colours; the rarest ones, at
 * the edges of letters, become the nearest frequent one.
 *
 * @param page decodes the screenshot
 * @returns the size of the file in bytes
 */
export async function writePalettePng(page: Page, screenshot: Buffer, path: string): Promise<number> {
  const { width, height, pixels } = await decode(page, screenshot)
  const palette = chooseColours(pixels)
  const indexOf = createLookup(palette)
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf(pixels[y * width + x] ?? 0)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // 8 bits per pixel, colour type 3: palette.
  head.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  const file = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, file)
  return file.length
}

/** The pixels as `0xRRGGBB`. */
async function decode(
  page: Page,
  png: Buffer,
): Promise<{ width: number; height: number; pixels: Uint32Array }> {
  const { width, height, base64 } = await page.evaluate(
    async (url) => {
      const image = new Image()
      image.src = url
      await image.decode()
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('no canvas')
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      let text = ''
      for (let at = 0; at < data.length; at += 8_192)
        text += String.fromCodePoint(...data.subarray(at, at + 8_192))
      return { width: canvas.width, height: canvas.height, base64: btoa(text) }
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  const rgba = Buffer.from(base64, 'base64')
  const pixels = new Uint32Array(width * height)
  for (let at = 0; at < pixels.length; at++) pixels[at] = rgba.readUIntBE(at * 4, 3)
  return { width, height, pixels }
}

function chooseColours(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  return [...counts.entries()]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MAX_COLOURS)
    .map(([colour]) => colour)
}

function createLookup(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, index) => [colour, index]))
  return (colour) => {
    let found = known.get(colour)
    if (found === undefined) known.set(colour, (found = nearest(colour, palette)))
    return found
  }
}

function nearest(colour: number, palette: readonly number[]): number {
  const distances = palette.map((other) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0),
  )
  return distances.indexOf(Math.min(...distances))
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
