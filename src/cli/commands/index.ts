import { Command, Option } from 'commander'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { ONE_PASS, runPasses } from '../indexer/passes'
import { integer, needDatabase, needSource } from '../needs'
import { untilShutdown } from '../shutdown'

interface Options {
  recording?: string
  untilHead?: boolean
  untilProven?: boolean
  onePass?: boolean
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
      '--until-proven',
      'as --until-head, but verify all blocks, read again what is wrong, and exit only when it is proven',
    )
    .addOption(new Option(ONE_PASS).hideHelp())
    .option(
      '--batch-blocks <n>',
      'maximum number of blocks in one transaction',
      integer(1, 1_000_000),
    )
    .action(async (options: Options) => {
      const config = load()
      const databaseUrl = needDatabase(config)
      const recordingDir = needSource(config, options.recording)
      const { batchBlocks = config.batchBlocks, untilProven = false, onePass = false } = options
      const untilHead = options.untilHead === true || untilProven
      // Those who wait for the head must be able to distinguish a shutdown from success. A transaction that is open then is
      // rolled back when its connection closes.
      const shutdown = untilShutdown()
      if (untilProven && !onePass) {
        process.exitCode = await runPasses(shutdown)
        return
      }
      const stopped = shutdown.then(() => (untilHead ? EXIT.FAILED : EXIT.OK))
      const { runIndex } = await import('../indexer/run-index.js')
      const ends = { untilHead, untilProven }
      const run = runIndex({ config, recordingDir, ...ends, batchBlocks, databaseUrl })
      process.exitCode = await Promise.race([run, stopped])
    })
}
