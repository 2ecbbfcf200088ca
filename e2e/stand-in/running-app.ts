import type { Page } from '@playwright/test'
import type { ChildProcess } from 'node:child_process'

/** Runs a function in the app's main process; it must not use anything from its scope. */
export type Evaluate = <Result, Arg>(
  run: (electron: typeof Electron.CrossProcessExports, arg: Arg) => Result | Promise<Result>,
  arg: Arg,
) => Promise<Result>

/** A started app, with the same interface for Electron and the stand-in. */
export interface RunningApp {
  runtime: 'electron' | 'stand-in'
  process: ChildProcess
  kill: (signal: NodeJS.Signals) => void
  evaluate: Evaluate
  /** The status page, once it has started to load. */
  page: () => Promise<Page>
}
