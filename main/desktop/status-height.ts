/** How much of the screen the popover may take. */
const MOST_OF_WORK_AREA = 0.85

/** The height the window gets for the height its content asks for, in CSS pixels. */
export function statusHeight(wanted: number, workAreaHeight: number): number {
  return Math.min(wanted, Math.floor(workAreaHeight * MOST_OF_WORK_AREA))
}
