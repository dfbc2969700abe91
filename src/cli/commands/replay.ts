import { Command } from 'commander'
import { wholeNumber } from '../needs'
import { untilShutdown } from '../shutdown'

/** `linchpin replay DIR`: a recorded chain as a plain JSON-RPC endpoint. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('serve a recorded chain as a JSON-RPC endpoint')
    .argument('<dir>', 'folder of the recording')
    .option('--port <n>', 'port to listen on; any free one by default', wholeNumber(0, 65_535))
    .action(async (dir: string, { port }: { port?: number }) => {
      const shutdown = untilShutdown()
      const { loadRecording } = await import('../../chain/recording/recording.js')
      const { startReplay } = await import('../../chain/recording/replay.js')
      const chain = await loadRecording(dir)
      const replay = await startReplay(chain, port === undefined ? {} : { port })
      console.log(`blocks ${chain.first} to ${chain.head} at ${replay.url}`)
      await shutdown
      await replay.close()
    })
}
