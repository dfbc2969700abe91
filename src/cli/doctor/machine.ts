import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { MachineFacts } from '../../doctor/facts'
import { PACKAGE_ROOT } from '../package-root'

/** @param clocks differences to the clocks of others */
export function probeMachine(clocks: MachineFacts['clocks']): MachineFacts {
  const manifest = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'))
  const limit = process.constrainedMemory()
  return {
    node: process.versions.node,
    engines: manifest.engines.node,
    memory: limit > 0 ? Math.min(limit, totalmem()) : totalmem(),
    clocks,
  }
}

/** Seconds by which the clock of this machine is ahead of another that said `theirs` between two times of ours. */
export function clockDifference(theirs: number, sent: number, received: number): number {
  return ((sent + received) / 2 - theirs) / 1000
}
