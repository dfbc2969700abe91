import { Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { connectWhenReady } from '../database'
import { needDatabase } from '../needs'

interface Options {
  compare?: string
}

/** `linchpin digest [--compare URL]`: the digest of the index, and where it parts from that of another database. */
export function digestCommand(load: () => Config): Command {
  return new Command('digest')
    .description('print the digest of the index; with --compare, where another index differs')
    .option('--compare <url>', 'postgres:// URL of the other database')
    .action(async ({ compare }: Options) => {
      const own = await connectWhenReady(needDatabase(load()), 0)
      const { compareDigests, lastDigest } = await import('../../store/compare-digests.js')
      if (compare === undefined) {
        const { height, digest } = await lastDigest(own)
        console.log(`${height} ${digest}`)
        return
      }
      const other = await connectWhenReady(compare, 0)
      const found = await compareDigests(own, other)
      if (found.differsAt === null) {
        console.log(`equal up to block ${found.upTo}, digest ${found.digest}`)
        return
      }
      console.log(`different from block ${found.differsAt} on; equal up to block ${found.upTo}`)
      process.exitCode = EXIT.FAILED
    })
}
