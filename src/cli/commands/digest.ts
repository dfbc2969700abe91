import { Command } from 'commander'
import type { Client } from 'pg'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { connectWhenReady } from '../database'
import { needDatabase } from '../needs'

interface Options {
  compare?: string
  verify?: boolean
}

/** `linchpin digest`: the digest of the index, whether its rows fit it, and where it parts from another index. */
export function digestCommand(load: () => Config): Command {
  return new Command('digest')
    .description('print the digest of the index; with an option, what it says of the rows')
    .option('--compare <url>', 'find where the index in this postgres:// database differs')
    .option('--verify', 'compute all digests again from the rows, and find where they do not fit')
    .action(async ({ compare, verify }: Options) => {
      const own = await connectWhenReady(needDatabase(load()), 0)
      if (verify) await tellVerified(own)
      if (compare !== undefined) await tellCompared(own, compare)
      if (verify || compare !== undefined) return
      const { lastDigest } = await import('../../store/compare-digests.js')
      const { height, digest } = await lastDigest(own)
      console.log(`${height} ${digest}`)
    })
}

async function tellVerified(own: Client): Promise<void> {
  const { verifyDigests } = await import('../../store/verify-digests.js')
  const { mismatch, blocks, height, digest } = await verifyDigests(own)
  if (mismatch === null) {
    console.log(`the rows of ${blocks} blocks up to block ${height} fit the digest ${digest}`)
    return
  }
  // Rows before the first block are in its digest, and a rewind does not bring them back.
  const [below, mend] =
    blocks === 0
      ? ['it is the first one', 'index again into an empty database']
      : [
          'those below it are as they were written',
          `run \`linchpin rewind --to ${mismatch - 1}\` and index again from there`,
        ]
  console.log(
    `the rows of block ${mismatch} do not fit its digest; ${below}\n  restore a backup; or ${mend}`,
  )
  process.exitCode = EXIT.FAILED
}

async function tellCompared(own: Client, url: string): Promise<void> {
  const { compareDigests } = await import('../../store/compare-digests.js')
  const found = await compareDigests(own, await connectWhenReady(url, 0))
  if (found.differsAt === null) {
    console.log(`equal up to block ${found.upTo}, digest ${found.digest}`)
    return
  }
  console.log(`different from block ${found.differsAt} on; equal up to block ${found.upTo}`)
  process.exitCode = EXIT.FAILED
}
