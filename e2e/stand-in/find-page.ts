import { expect, type Page } from '@playwright/test'
import type { Desktop } from '../launch-desktop.ts'

/** Waits for another window of the app with `part` in its address, and returns its page. */
export async function findPage(app: Desktop, part: string): Promise<Page> {
  const find = () =>
    app.page
      .context()
      .pages()
      .find((page) => page.url().includes(part))
  await expect.poll(find, { message: `a window with ${part}` }).toBeDefined()
  const page = find()
  if (page === undefined) throw new Error(`the window with ${part} has closed`)
  return page
}
