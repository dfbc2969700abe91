import { Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { needDatabase, needSource, wholeNumber } from '../needs'
import { untilShutdown } from '../shutdown'

interface Options {
  recording?: string
  untilHead?: boolean
  batchBlocks?: number
}

/** `linchpin index`: migrate and index into the configured database. */
export function indexCommand(load: () => Config): Command {
  return new Command('index')
    .description('index the chain into the configured database')
    .option('--recording <dir>', 'read a recorded chain instead of RPC_ENDPOINT')
    .option('--until-head', 'end when the head of the chain is reached')
    .option('--batch-blocks <n>', 'blocks in one transaction at most', wholeNumber(1, 1_000_000))
    .action(async (options: Options) => {
      const config = load()
      const databaseUrl = needDatabase(config)
      const recordingDir = needSource(config, options.recording)
      const { batchBlocks = config.batchBlocks, untilHead = false } = options
      const shutdown = untilShutdown()
      const { runIndex } = await import('../index-command.js')
      const start = runIndex({ config, recordingDir, untilHead, batchBlocks, databaseUrl })
      await Promise.race([start, shutdown])
      // From here on the SDK runs, and ends the process when it gives up. A transaction that is open at a wish to stop
      // is undone when its connection closes, so there is nothing to wait for.
      await shutdown
      // Whoever waits for the head must not take a stop for it.
      if (untilHead) process.exitCode = EXIT.FAILED
    })
}
