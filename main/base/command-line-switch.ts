/** Marks a command line of the desktop app as a command, whatever it holds. Written by the installed `signalbox`. */
export const COMMAND_LINE = '--command-line'
