import { Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { integer, needDatabase, needSource } from '../needs'
import { untilShutdown } from '../shutdown'

interface Options {
  recording?: string
  untilHead?: boolean
  batchBlocks?: number
}

/** `linchpin index`: migrates the configured database, and indexes into it. */
export function indexCommand(load: () => Config): Command {
  return new Command('index')
    .description('index the chain into the configured database')
    .option('--recording <dir>', 'read a recorded chain instead of RPC_ENDPOINT')
    .option(
      '--until-head',
      'exit at the block that is the head of the chain when the command starts',
    )
    .option(
      '--batch-blocks <n>',
      'maximum number of blocks in one transaction',
      integer(1, 1_000_000),
    )
    .action(async (options: Options) => {
      const config = load()
      const databaseUrl = needDatabase(config)
      const recordingDir = needSource(config, options.recording)
      const { batchBlocks = config.batchBlocks, untilHead = false } = options
      // Those who wait for the head must be able to distinguish a shutdown from success. A transaction that is open then is
      // rolled back when its connection closes.
      const stopped = untilShutdown().then(() => (untilHead ? EXIT.FAILED : EXIT.OK))
      const { runIndex } = await import('../indexer/run-index.js')
      const run = runIndex({ config, recordingDir, untilHead, batchBlocks, databaseUrl })
      process.exitCode = await Promise.race([run, stopped])
    })
}
