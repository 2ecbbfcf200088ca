/** How much of the screen the popover may take. */
const MAX_WORK_AREA_SHARE = 0.85

/** The height the window gets for the height its content asks for, in CSS pixels. */
export function popoverHeight(wanted: number, workAreaHeight: number): number {
  return Math.min(wanted, Math.floor(workAreaHeight * MAX_WORK_AREA_SHARE))
}
