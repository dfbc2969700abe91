import { setPriority } from 'node:os'

/** Of the scale from -20 to 19: a third of the processor time of a process at 0, where both want it. */
const NICE = 5

/** Lets this process go behind others on a busy machine: an indexer and the API come first. */
export function giveWay(): void {
  setPriority(NICE)
}

/** The same for this thread alone, where the system has priorities of threads. */
export function giveWayInThread(): void {
  // Linux has them, and takes 0 for the calling thread.
  if (process.platform === 'linux') setPriority(0, NICE)
}
