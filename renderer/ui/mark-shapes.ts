/** States of the semaphore icon. */
export const MARK_STATES = ['running', 'active', 'warning', 'error', 'draining', 'stopped'] as const
export type MarkState = (typeof MARK_STATES)[number]

/** One outline on the 16 × 16 grid. Every shape has a stroke, which rounds its corners. */
export interface MarkShape {
  /** SVG path data. */
  d: string
  filled: boolean
  strokeWidth: number
}

/**
 * Shapes of the semaphore on a 16 × 16 grid: the single source of the tray window's icon, the tray icons and the app
 * icon. The arm shows the state by angle and fill, so that it works in one colour at 16 px.
 */
export function markShapes(state: MarkState): MarkShape[] {
  switch (state) {
    case 'running':
      return [MAST, RAISED_ARM]
    case 'active':
      return [MAST, RAISED_ARM, LAMP]
    case 'warning':
      return [MAST, NOTCHED_ARM]
    case 'error':
      return [MAST, FALLEN_ARM, STRIKE]
    case 'draining':
      return [MAST, HOLLOW_ARM]
    case 'stopped':
      return [MAST]
  }
}

type Point = readonly [x: number, y: number]

/** Pivot of an arm and its rotation in degrees, clockwise. */
interface Pose {
  pivot: Point
  turn: number
}

// Two pivots: a raised arm needs the space above it, a lowered arm the space above the foot.
const RAISED: Pose = { pivot: [4, 7.6], turn: -33 }
const LOWERED: Pose = { pivot: [4, 5.5], turn: 33 }
/** Without the 0.5 that the stroke adds at the end. */
const ARM_LENGTH = 10

// Whole pixels at 16 px: mast and foot stay sharp, which a rotated arm cannot.
const MAST = solid([
  [3, 3],
  [5, 3],
  [5, 14],
  [7, 14],
  [7, 15],
  [1, 15],
  [1, 14],
  [3, 14],
])

const RAISED_ARM = solid(turn(RAISED, bar({ from: 0.6, to: ARM_LENGTH, thickness: 3 })), 1)
// Thinner than the raised arm, so that the cross is recognizable at 16 px.
const FALLEN_ARM = solid(turn(LOWERED, bar({ from: 0.6, to: ARM_LENGTH, thickness: 2.2 })), 1)
const STRIKE = solid(turn(LOWERED, bar({ from: 6.1, to: 7.7, thickness: 10.6 })), 0.4)
const HOLLOW_ARM: MarkShape = {
  d: path(turn(LOWERED, bar({ from: 0.8, to: ARM_LENGTH, thickness: 3.6 }))),
  filled: false,
  strokeWidth: 1.3,
}

// Notched end, like the warning arm of a real semaphore.
const NOTCHED_ARM = solid([
  [4, 5],
  [15.5, 5],
  [12, 7],
  [15.5, 9],
  [4, 9],
])

const LAMP: MarkShape = { d: circle([12, 12], 1.75), filled: true, strokeWidth: 1 }

/** A filled shape. `rounding` is the width of a stroke that enlarges it by half of that and rounds its corners. */
function solid(corners: Point[], rounding = 0): MarkShape {
  return { d: path(corners), filled: true, strokeWidth: rounding }
}

/** A horizontal bar along the x axis. */
function bar({ from, to, thickness }: { from: number; to: number; thickness: number }): Point[] {
  const half = thickness / 2
  return [
    [from, -half],
    [to, -half],
    [to, half],
    [from, half],
  ]
}

function turn({ pivot, turn: degrees }: Pose, corners: Point[]): Point[] {
  const angle = (degrees * Math.PI) / 180
  return corners.map(([x, y]) => [
    pivot[0] + x * Math.cos(angle) - y * Math.sin(angle),
    pivot[1] + x * Math.sin(angle) + y * Math.cos(angle),
  ])
}

function path(corners: Point[]): string {
  return `M${corners.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`
}

function circle([x, y]: Point, radius: number): string {
  const half = `a${radius} ${radius} 0 1 0`
  return `M${x - radius} ${y}${half} ${2 * radius} 0${half} ${-2 * radius} 0Z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
